/** A file that is no table, or one that is not to be read; the code says why. */
export class UnreadableTable extends Error {
  readonly code:
    | 'too_many_columns'
    | 'broken'
    | 'too_large'
    | 'locked'
    | 'unknown_format'
    | 'empty'
    | 'old_excel'
    | 'too_many_rows'
  constructor(code: UnreadableTable['code']) {
    super(code)
    this.code = code
  }
}

export const MOST_COLUMNS = 1_000
