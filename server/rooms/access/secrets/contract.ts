import { z } from 'zod'
import { problem } from '../../../platform/contract.ts'

/** Whether the key of this node is the one with which the base was sealed; `unused` while nothing is sealed. */
export const keyState = z.enum(['unused', 'right', 'another'])
export type KeyState = z.infer<typeof keyState>

export const keyIsAnother = problem('secret_key.another', 409, {
  ru: 'У этого сервера другой ключ установки, чем тот, которым зашифрована база: с ним ничего не сохранено. Скажите администратору',
  en: 'This server has another key of the installation than the one with which the base was sealed: nothing was saved with it. Tell the administrator',
})
