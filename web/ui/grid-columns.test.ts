import { describe, expect, it } from 'vitest'
import { fittingColumns, type GridColumn, gridTemplate } from './grid-columns.ts'

const column = (id: string, width: number | 'free', aside?: number): GridColumn<unknown> => ({
  id,
  header: id,
  width,
  cell: () => null,
  ...(aside === undefined ? {} : { aside }),
})
const columns = [column('theme', 'free'), column('client', 200), column('date', 100, 1), column('who', 100, 2)]
const shown = (width: number) => fittingColumns(columns, width).map(each => each.id)

describe('columns of a list', () => {
  it('all stand where there is room', () => expect(shown(680)).toEqual(['theme', 'client', 'date', 'who']))

  it('step aside in their order when it gets narrow', () => {
    expect(shown(679)).toEqual(['theme', 'client', 'date'])
    expect(shown(579)).toEqual(['theme', 'client'])
  })

  it('without a number never step aside', () => expect(shown(100)).toEqual(['theme', 'client']))

  it('give way in the free one where even those that stay do not fit', () =>
    expect(gridTemplate(columns as GridColumn<never>[], true)).toBe(
      '36px minmax(min(280px, 100% - 436px), 1fr) 200px 100px 100px',
    ))
})
