import { z } from 'zod'
import { byId, endpoint, instant, problem } from '../../../platform/contract.ts'
import { me, signInBlocked, wrongPassword } from '../contract.ts'
import { keyIsAnother } from '../secrets/contract.ts'

/** Six digits of the app, or one of the recovery codes. */
const code = z.string().trim().min(6).max(40)

// ---- problems ----
export const codeRefused = problem(
  'sign_in.code_refused',
  401,
  { ru: 'Код не подходит', en: 'The code does not fit' },
  z.object({ attemptsLeft: z.number().int() }),
)
export const codeTooLate = problem('sign_in.code_too_late', 410, {
  ru: 'Время для кода вышло, начните вход сначала',
  en: 'The time for the code is over, begin the sign-in again',
})
export const wrongCode = problem('second_factor.wrong_code', 422, {
  ru: 'Код не подходит',
  en: 'The code does not fit',
})
export const factorDue = problem('second_factor.due', 403, {
  ru: 'Сначала включите второй фактор: ваш профиль его требует',
  en: 'Turn the second factor on first: your profile demands it',
})
export const factorOn = problem('second_factor.on', 409, {
  ru: 'Второй фактор уже включен',
  en: 'The second factor is on already',
})
export const factorOff = problem('second_factor.off', 409, {
  ru: 'Второй фактор не включен',
  en: 'The second factor is not on',
})
export const factorForced = problem('second_factor.forced', 409, {
  ru: 'Ваш профиль требует второй фактор',
  en: 'Your profile demands a second factor',
})
export const factorUnreadable = problem('second_factor.unreadable', 503, {
  ru: 'Сервер не может прочесть второй фактор: у него другой ключ установки. Войдите по резервному коду и скажите администратору',
  en: 'The server cannot read the second factor: it has another key of the installation. Use a recovery code and tell the administrator',
})

// ---- signing in ----
export const signInByCode = endpoint({
  method: 'POST',
  path: '/api/v1/sign-in/code',
  summary: 'The second step of a sign-in: a code of the app, or a recovery code',
  access: 'public',
  body: z.strictObject({ code }),
  result: me,
  problems: [codeRefused, codeTooLate, signInBlocked, factorUnreadable],
})

// ---- my second factor ----
const recoveryCodes = z.array(z.string())
export const secondFactor = z.object({
  on: z.boolean(),
  since: instant.nullable(),
  recoveryCodesLeft: z.number().int(),
  /** The role demands it: it cannot be turned off. */
  forced: z.boolean(),
})
export const readSecondFactor = endpoint({
  method: 'GET',
  path: '/api/v1/session/second-factor',
  summary: 'Is my second factor on, and how many recovery codes are left',
  result: secondFactor,
})
export const beginSecondFactor = endpoint({
  method: 'POST',
  path: '/api/v1/session/second-factor',
  summary: 'A new key for the app, with recovery codes; both count once a code confirms them',
  result: z.object({ key: z.string(), uri: z.string(), recoveryCodes }),
  problems: [keyIsAnother, factorOn],
})
export const confirmSecondFactor = endpoint({
  method: 'POST',
  path: '/api/v1/session/second-factor/confirm',
  summary: 'Turn the second factor on by a code of the app; my other sessions end',
  body: z.strictObject({ code }),
  result: secondFactor,
  problems: [wrongCode, factorOn, factorOff, factorUnreadable],
})
/** Whoever sits at an open session shows once more who it is. */
const proof = z
  .strictObject({ password: z.string().max(256).optional(), code: code.optional() })
  .refine(({ password, code: typed }) => password !== undefined || typed !== undefined, {
    params: {
      code: 'proof_wanted',
      texts: { ru: 'Введите пароль или код', en: 'Enter the password or a code' },
    },
    path: ['code'],
  })
const proofProblems = [wrongPassword, wrongCode, factorOff, signInBlocked, factorUnreadable]
export const renewRecoveryCodes = endpoint({
  method: 'POST',
  path: '/api/v1/session/second-factor/recovery-codes',
  summary: 'New recovery codes by password or code; the earlier ones open nothing any more',
  body: proof,
  result: z.object({ recoveryCodes }),
  problems: proofProblems,
})
export const turnOffSecondFactor = endpoint({
  method: 'POST',
  path: '/api/v1/session/second-factor/turn-off',
  summary: 'Turn my second factor off by password or code',
  body: proof,
  result: secondFactor,
  problems: [...proofProblems, factorForced],
})

// ---- that of somebody else ----
export const readSecondFactorOf = endpoint({
  method: 'GET',
  path: '/api/v1/users/:id/second-factor',
  summary: 'Is the second factor of a person on',
  access: { right: 'users.administer' },
  params: byId,
  result: secondFactor,
})
export const resetSecondFactor = endpoint({
  method: 'POST',
  path: '/api/v1/users/:id/second-factor/reset',
  summary: 'Take the second factor of another person away: sessions end, and the person is told',
  access: { right: 'users.administer' },
  params: byId,
  result: secondFactor,
  problems: [factorOff],
})
