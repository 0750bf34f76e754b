import { buildWeb } from '../../tools/run/web-build.mjs'

/** The pages are built once for all journeys, and only when a source changed. */
export default () => buildWeb(process.execPath)
