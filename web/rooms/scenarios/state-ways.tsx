import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Checkbox, MultiSelect } from '@mantine/core'
import { guardedRole, type ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useRoles } from '../access/roles.ts'

type Ways = Pick<ScenarioState, 'fromStates' | 'enterRoles' | 'leaveRoles' | 'checklistBlocks'>

/** Does anything narrow the ways into a state or out of it? */
export function hasWays({ fromStates, enterRoles, leaveRoles, checklistBlocks }: Ways): boolean {
  return fromStates !== null || enterRoles !== null || leaveRoles !== null || checklistBlocks
}

type StateWaysProps = {
  state: ScenarioState
  states: readonly ScenarioState[]
  onChange: (ways: Partial<Ways>) => void
  onClose: () => void
}

/** From where one comes into a state, who may bring in and take out, and what holds it there. */
export function StateWays({ state, states, onChange, onClose }: StateWaysProps) {
  const { t } = useLingui()
  const roles = useRoles()
    .filter(({ value }) => guardedRole.options.some(each => each === value))
    .map(({ value, label }) => ({ value, label }))
  const others = states.filter(each => each.id !== state.id)
  const rolesOf = (values: string[]) => guardedRole.options.filter(each => values.includes(each))
  const restricted = (values: string[]) => (values.length === 0 ? null : rolesOf(values))
  return (
    <Dialog opened onClose={onClose} title={t`Переходы: ${state.name}`} size={520}>
      <div className="col" style={{ gap: 16 }}>
        <MultiSelect
          label={t`Сюда можно перейти только из`}
          description={t`Пусто: из любого состояния и сразу при регистрации`}
          placeholder={state.fromStates === null ? t`из любого` : ''}
          data-autofocus
          searchable
          nothingFoundMessage={t`Такого состояния нет`}
          data={others.map(each => ({ value: each.id, label: each.name }))}
          value={state.fromStates ?? []}
          onChange={ids => onChange({ fromStates: ids.length === 0 ? null : ids })}
        />
        <MultiSelect
          label={t`Кто переводит сюда`}
          description={t`Администратор может всегда`}
          placeholder={state.enterRoles === null ? t`все, кто ведет Интерес` : ''}
          data={roles}
          value={state.enterRoles ?? []}
          onChange={values => onChange({ enterRoles: restricted(values) })}
        />
        <MultiSelect
          label={t`Кто переводит отсюда`}
          placeholder={state.leaveRoles === null ? t`все, кто ведет Интерес` : ''}
          data={roles}
          value={state.leaveRoles ?? []}
          onChange={values => onChange({ leaveRoles: restricted(values) })}
        />
        <Checkbox
          label={t`Не выпускать, пока чек-лист не закрыт`}
          checked={state.checklistBlocks}
          onChange={event => onChange({ checklistBlocks: event.currentTarget.checked })}
        />
        <div className="row">
          <Button variant="filled" onClick={onClose}>
            <Trans>Готово</Trans>
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
