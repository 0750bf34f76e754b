import { useLingui } from '@lingui/react/macro'
import {
  type ComponentProps,
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from 'react'
import { newId } from '../../../server/platform/pure/ids.ts'
import { BEAT_SECONDS, keepPresence, PRESENCE_CHANGED } from '../../../server/rooms/interests/presence/contract.ts'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live.ts'
import { Avatar } from '../../ui/atoms.tsx'
import { InPlaceField } from '../../ui/field.tsx'

const SHOWN = 4

type Person = { id: string; name: string; fields: readonly string[] }
type Here = { people: readonly Person[]; edit: (field: string, on: boolean) => void }

const HereContext = createContext<Here>({ people: [], edit: () => {} })

/** Who has this card open now, and which fields they edit; this browser tells the same of itself. */
export function PresenceOf({ interestId, children }: { interestId: string; children: ReactNode }) {
  return <HereContext value={usePresence(interestId)}>{children}</HereContext>
}

/** Initials of those who have this card open now. */
export function Presence() {
  const { t } = useLingui()
  const { people } = useContext(HereContext)
  if (people.length === 0) return null
  const more = people.length - SHOWN
  return (
    <ul className="row" style={{ gap: 2 }} aria-label={t`Сейчас в карточке`} data-no-print>
      {people.slice(0, SHOWN).map(({ id, name }) => (
        <li key={id}>
          <Avatar name={name} alone />
        </li>
      ))}
      {more > 0 && (
        <li
          className="s12 t3"
          title={people
            .slice(SHOWN)
            .map(each => each.name)
            .join(', ')}
        >
          +{more}
        </li>
      )}
    </ul>
  )
}

/** A field of a card that others may be editing at this moment. @param field its name in the API */
export function CardField<T>({ field, ...props }: ComponentProps<typeof InPlaceField<T>> & { field: string }) {
  const { people, edit } = useContext(HereContext)
  const taken = people.filter(each => each.fields.includes(field)).map(each => each.name)
  return <InPlaceField<T> {...props} taken={taken.join(', ') || undefined} onEditing={on => edit(field, on)} />
}

function usePresence(interestId: string): Here {
  const [people, setPeople] = useState<readonly Person[]>([])
  const field = useRef<string>(undefined)
  const [placeId] = useState(newId)
  // Not a write that must not be lost: the next one says it again, and silence says that nobody is here.
  const say = useCallback(
    (here: boolean) => {
      const body = { placeId, here, ...(here && field.current ? { field: field.current } : {}) }
      return call(keepPresence, { params: { id: interestId }, body }, { reads: true })
    },
    [interestId, placeId],
  )
  const beat = useCallback(() => {
    if (document.visibilityState !== 'visible') return
    say(true).then(
      answer => setPeople(answer.people),
      () => setPeople([]),
    )
  }, [say])
  const edit = useCallback(
    (name: string, on: boolean) => {
      // The next field may be begun before the last one is left.
      if (!on && field.current !== name) return
      field.current = on ? name : undefined
      beat()
    },
    [beat],
  )
  const begin = useEffectEvent(beat)
  const leave = useEffectEvent(() => void say(false).catch(() => {}))

  useEffect(() => {
    const goOn = () => begin()
    const away = () => leave()
    const turn = () => (document.visibilityState === 'visible' ? goOn() : away())
    goOn()
    const timer = setInterval(goOn, BEAT_SECONDS * 1_000)
    document.addEventListener('visibilitychange', turn)
    addEventListener('pagehide', away)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', turn)
      removeEventListener('pagehide', away)
      away()
    }
  }, [])

  useLive(({ kind, record }) => {
    if (kind === PRESENCE_CHANGED && record.id === interestId) beat()
  })
  return useMemo(() => ({ people, edit }), [people, edit])
}
