/** Who sees a record of this responsible, and why; the caller has decided that it may be asked. */
export { selectViewers as listViewers } from './storage.ts'
