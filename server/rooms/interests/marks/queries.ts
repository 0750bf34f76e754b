/** Whoever watches these Interests, but for one person. */
export { listWatchers } from './storage.ts'
