/** What happened to the Interests of somebody who was away; the caller has decided that it may be told. */
export { countMeanwhile } from './storage.ts'
