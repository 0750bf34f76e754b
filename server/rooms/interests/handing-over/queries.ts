/** How many unfinished Interests a person has; the caller has decided that it may be told. */
export { countOpenOf } from './storage.ts'
