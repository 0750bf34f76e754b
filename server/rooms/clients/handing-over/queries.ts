/** How many clients a person has; the caller has decided that it may be told. */
export { countClientsOf } from './storage.ts'
