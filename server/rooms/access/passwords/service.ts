import { dictionary } from '@zxcvbn-ts/language-common'

/** The passwords that are found most often where many were stolen, in lower case. */
export const commonPasswords: ReadonlySet<string> = new Set(dictionary['passwords-common'])
