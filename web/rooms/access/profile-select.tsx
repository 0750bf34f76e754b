import { Select, type SelectProps } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type GivenProfile, listProfiles } from '../../../server/rooms/access/profiles/contract.ts'
import { queryOf } from '../../lib/queries.ts'
import { useProfileName } from './profile-words.ts'

type ProfileSelectProps = Pick<
  SelectProps,
  'aria-label' | 'error' | 'placeholder' | 'clearable' | 'clearButtonProps'
> & {
  value: GivenProfile | null
  /** Nobody becomes an administrator here. */
  withoutAdministrator?: boolean
  onChange: (given: GivenProfile | null) => void
}

/** A profile that somebody is given: the shipped ones first, then the copied ones. */
export function ProfileSelect({ value, withoutAdministrator = false, onChange, ...rest }: ProfileSelectProps) {
  const nameOf = useProfileName()
  const all = useQuery(queryOf(listProfiles, { query: {} })).data?.items ?? []
  const profiles = all.filter(each => !withoutAdministrator || each.role !== 'administrator')
  const isChosen = (each: (typeof profiles)[number]) =>
    value?.profileId ? each.id === value.profileId : each.name === null && each.role === value?.role
  return (
    <Select
      {...rest}
      data={profiles.map(each => ({ value: each.id, label: nameOf(each) }))}
      value={(value && profiles.find(isChosen)?.id) ?? null}
      allowDeselect={false}
      onChange={id => {
        const found = profiles.find(each => each.id === id)
        onChange(found ? { role: found.role, profileId: found.name === null ? null : found.id } : null)
      }}
    />
  )
}
