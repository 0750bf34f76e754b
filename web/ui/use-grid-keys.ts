import { useLingui } from '@lingui/react/macro'
import { useKeys } from './keys.tsx'

type GridKeys = {
  /** The grid answers wherever the focus is on the page; else only while it has the focus itself. */
  whole: boolean
  move: (by: number | 'first' | 'last', extend: boolean) => void
  page: number
  open: () => void
  peek: (() => void) | undefined
  reorder: ((by: -1 | 1) => void) | undefined
  edit: (() => void) | undefined
  toggle: (() => void) | undefined
  all: (() => void) | undefined
}

/** The keys of every list: arrows, pages, ends, open, peek, select. */
export function useGridKeys({ whole, move, page, open, peek, reorder, edit, toggle, all }: GridKeys): void {
  const { t } = useLingui()
  const select = toggle !== undefined
  useKeys(
    whole
      ? [
          { keys: 'ArrowDown', does: t`Строка ниже`, run: () => move(1, false) },
          { keys: 'ArrowUp', does: t`Строка выше`, run: () => move(-1, false) },
          { keys: 'PageDown', does: t`Страница вниз`, run: () => move(page, false) },
          { keys: 'PageUp', does: t`Страница вверх`, run: () => move(-page, false) },
          { keys: 'Home', does: t`В начало`, run: () => move('first', false) },
          { keys: 'End', does: t`В конец`, run: () => move('last', false) },
          { keys: 'Enter', does: t`Открыть`, run: open },
          ...(peek ? [{ keys: 'Space', does: t`Просмотр`, run: peek }] : []),
          ...(edit ? [{ keys: 'F2', does: t`Изменить на месте`, run: edit }] : []),
          ...(reorder
            ? [
                { keys: 'alt+ArrowUp', does: t`Выше`, run: () => reorder(-1) },
                { keys: 'alt+ArrowDown', does: t`Ниже`, run: () => reorder(1) },
              ]
            : []),
          ...(select
            ? [
                { keys: 'X', does: t`Выбрать строку`, run: toggle },
                { keys: 'shift+ArrowDown', does: t`Выбрать и ниже`, run: () => move(1, true) },
                { keys: 'shift+ArrowUp', does: t`Выбрать и выше`, run: () => move(-1, true) },
              ]
            : []),
          ...(all ? [{ keys: 'mod+A', does: t`Выбрать все`, run: all }] : []),
        ]
      : [],
  )
}
