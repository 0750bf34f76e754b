import { totalmem } from 'node:os'

export const MB = 1024 * 1024

/** `try` takes huge pages where the system gives them. */
export type HugePagesChoice = 'try' | 'off'

/** Memory that this process may really use: a container's limit counts, not the machine. */
function availableMemory(): number {
  const limit = process.constrainedMemory?.() ?? 0
  return limit > 0 && limit < totalmem() ? limit : totalmem()
}

/** Settings of the embedded server, given on its command line, so that a new release changes them without touching data. */
export function serverSettings(options: {
  logFolder?: string
  memory?: number
  hugePages?: HugePagesChoice
  throwaway?: boolean
}): Record<string, string> {
  const memory = options.memory ?? availableMemory()
  const buffers = Math.max(32, Math.min(1024, Math.floor((memory * 0.15) / MB)))
  return {
    shared_buffers: `${buffers}MB`,
    huge_pages: options.hugePages ?? 'try',
    effective_cache_size: `${Math.max(128, Math.floor((memory * 0.5) / MB))}MB`,
    maintenance_work_mem: `${Math.max(32, Math.min(512, Math.floor(buffers / 2)))}MB`,
    work_mem: '16MB',
    random_page_cost: '1.1',
    jit: 'off',
    max_wal_size: '4GB',
    // The packaged server knows only pglz, which costs a small write more time than the bytes it saves.
    wal_compression: 'off',
    // What was in memory before a restart is brought back in the background.
    shared_preload_libraries: 'pg_prewarm',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Details and statements hold people's data.
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_parameter_max_length: '0',
    ...(options.throwaway
      ? {
          fsync: 'off',
          full_page_writes: 'off',
          synchronous_commit: 'off',
          shared_buffers: '128MB',
          max_connections: '300',
          autovacuum: 'off',
        }
      : {
          fsync: 'on',
          full_page_writes: 'on',
          synchronous_commit: 'on',
          max_connections: '100',
        }),
    ...(options.logFolder
      ? {
          // The collector reads the log pipe even while the app's event loop is blocked or the app is dead.
          logging_collector: 'on',
          log_directory: options.logFolder,
          log_filename: 'postgres-%a.log',
          log_truncate_on_rotation: 'on',
          log_rotation_age: '1d',
          log_rotation_size: '0',
        }
      : {}),
  }
}
