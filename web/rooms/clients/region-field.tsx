import { Trans, useLingui } from '@lingui/react/macro'
import { findRegion, regions } from '../../../server/platform/pure/regions.ts'
import type { Client } from '../../../server/rooms/clients/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { Tag } from '../../ui/atoms.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { InPlaceField } from '../../ui/field.tsx'

type RegionFieldProps = {
  client: Client
  readOnly: boolean
  onSave: (change: { region: string | null }, label: string) => Promise<unknown>
}

/** Names of the regions in the language of the screen, by their codes. */
export function useRegionNames(): Record<string, string> {
  const { language } = useFormats()
  return Object.fromEntries(regions.map(each => [each.code, each[language]]))
}

/** Where the client is: as chosen, else as its numbers tell. Cleared, it is told by the numbers again. */
export function RegionField({ client, readOnly, onSave }: RegionFieldProps) {
  const { t } = useLingui()
  const names = useRegionNames()
  const told = findRegion(client.whereabouts?.region ?? '')?.code
  const entities = regions
    .map(each => ({ id: each.code, name: names[each.code] ?? each.code }))
    .sort((a, b) => a.name.localeCompare(b.name))
  return (
    <InPlaceField<string | null>
      label={t`Регион`}
      value={client.region}
      show={
        told && (
          <>
            {names[told]}{' '}
            {client.region === null && (
              <Tag>
                <Trans>авто</Trans>
              </Tag>
            )}
          </>
        )
      }
      empty={t`не указан`}
      readOnly={readOnly}
      onSave={region => onSave({ region }, t`Регион`)}
      edit={({ id, value, commit }) => (
        <EntitySelect id={id} entities={entities} value={value} onChange={commit} clearable defaultDropdownOpened />
      )}
    />
  )
}
