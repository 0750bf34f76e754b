import { z } from 'zod'
import { endpoint, id, problem } from '../../../platform/contract.ts'
import { me } from '../contract.ts'

export const cannotView = problem('view_as.nobody', 422, {
  ru: 'Смотреть глазами можно только действующего сотрудника, и не своими',
  en: 'One may look through the eyes of somebody who works here, and not through one’s own',
})

export const viewAs = endpoint({
  method: 'PUT',
  path: '/api/v1/session/view-as',
  summary: 'Look through the eyes of somebody, for half an hour: reads answer as to that person, writes are refused',
  access: { right: 'access.view_as' },
  own: true,
  body: z.strictObject({ userId: id }),
  result: me,
  problems: [cannotView],
})
export const stopViewing = endpoint({
  method: 'DELETE',
  path: '/api/v1/session/view-as',
  summary: 'Look through one’s own eyes again',
  own: true,
  result: me,
})
