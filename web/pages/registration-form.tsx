import { Button, Checkbox } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useLayoutEffect, useReducer, useRef, useState } from 'react'
import { readCompanySettings } from '../../server/rooms/fields/contract.ts'
import { getInterest } from '../../server/rooms/interests/contract.ts'
import type { SearchItem } from '../../server/rooms/registration/contract.ts'
import { queryOf } from '../lib/queries.ts'
import { useMe } from '../rooms/access/me.ts'
import { peopleQuery } from '../rooms/access/people.ts'
import { directoryQuery } from '../rooms/company/directories.ts'
import { mySettingsQuery, useMySettings, useChangeMySettings } from '../rooms/fields/settings.ts'
import { useBasis } from '../rooms/registration/basis.tsx'
import { draftsQuery, findLocalDraft, useDraft } from '../rooms/registration/draft.ts'
import {
  emptyForm,
  formClosed,
  type FormState,
  formOfDraft,
  isFromText,
  isHandedOver,
  isPristine,
  type Party,
  reduceForm,
  registered,
} from '../rooms/registration/form-state.ts'
import { CHIPS_KEY, focusChips } from '../rooms/registration/intake-chips.tsx'
import { DraftStatusText } from '../rooms/registration/draft-status.tsx'
import { FormSettings } from '../rooms/registration/form-settings.tsx'
import { formAnswerQuery } from '../rooms/registration/form-answer.ts'
import { NeedSide, unchosenServiceType, useServiceTypeOf } from '../rooms/registration/need-side.tsx'
import { useClientOf, useProspectOf } from '../rooms/registration/party-facts.tsx'
import styles from '../rooms/registration/registration.module.css'
import { GIVEN, responsibleOf } from '../rooms/registration/responsible.tsx'
import { Restored } from '../rooms/registration/restored.tsx'
import { SaveButton } from '../rooms/registration/save-button.tsx'
import type { TypingField } from '../rooms/registration/search-field.tsx'
import { useIntake } from '../rooms/registration/use-intake.ts'
import { useSave } from '../rooms/registration/use-save.ts'
import { isWalled, sameType, useOpenInterests } from '../rooms/registration/where-to.tsx'
import { wallKey } from '../rooms/registration/wall-facts.tsx'
import { WhoSide } from '../rooms/registration/who-side.tsx'
import { scenariosQuery } from '../rooms/scenarios/scenarios.ts'
import { FormErrorSummary } from '../ui/form-error-summary.tsx'
import { type Hotkey, Key } from '../ui/keys.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { toast, toastError } from '../ui/toast.tsx'

type RegistrationFormProps = {
  clientId: string | undefined
  prospectId: string | undefined
  /** The Interest from which the new one comes. */
  basisId: string | undefined
  /** The draft to go on with; else the newest. */
  draftId: string | undefined
  onClose: () => void
}

const companySettingsQuery = { ...queryOf(readCompanySettings, {}), staleTime: 60_000 }

/** Reads what the form shows before the first key, so that it can be drawn in advance. */
export async function prepareForm(client: QueryClient): Promise<void> {
  const [settings] = await Promise.all([
    client.fetchQuery(mySettingsQuery),
    client.prefetchQuery(companySettingsQuery),
    client.prefetchQuery(scenariosQuery),
    client.prefetchQuery(peopleQuery),
    client.prefetchQuery(draftsQuery),
    ...(['service_type', 'channel', 'source', 'project'] as const).map(kind =>
      client.prefetchQuery(directoryQuery(kind)),
    ),
  ])
  const types = client.getQueryData(directoryQuery('service_type').queryKey)?.items ?? []
  const type = unchosenServiceType(types, settings.defaultServiceTypeId)
  await client.prefetchQuery(formAnswerQuery(type?.id ?? null, null))
}

/**
 * The heart: who, what, done, never twice. Opens at once; everything else arrives while the person types. It is drawn
 * before it is opened: what belongs to the opening happens in effects.
 */
export default function RegistrationForm({ clientId, prospectId, basisId, draftId, onClose }: RegistrationFormProps) {
  const known = clientId ?? prospectId ?? basisId
  const [state, dispatch] = useReducer(reduceForm, undefined, () => emptyForm())
  const [restored, setRestored] = useState<string>()
  const [done, setDone] = useState(false)
  const draft = useDraft(state, { paused: done })
  const drafts = useQuery({ ...draftsQuery, enabled: known === undefined })
  const [begun, setBegun] = useState(false)

  const takeKnown = useEffectEvent(() => {
    if (clientId) dispatch({ do: 'take', party: { kind: 'client', clientId, contactId: null, matched: null } })
    else if (prospectId) dispatch({ do: 'take', party: { kind: 'prospect', prospectId } })
  })
  useLayoutEffect(() => takeKnown(), [])
  useBasis(basisId, dispatch)

  // A draft comes back only into a form in which nothing has been typed yet, and never one that was given up here.
  useEffect(() => {
    if (begun || known !== undefined || drafts.data === undefined || !isPristine(state)) return
    const { items } = drafts.data
    const kept = draftId === undefined ? items[0] : items.find(each => each.id === draftId)
    const local = draftId === undefined ? findLocalDraft() : undefined
    const body = local ?? (kept && formOfDraft(kept.id, kept.body))
    if (!body || isPristine(body)) return
    setBegun(true)
    dispatch({ do: 'restore', state: body })
    setRestored(kept?.updatedAt ?? new Date().toISOString())
  }, [begun, drafts.data, draftId, known, state])

  return (
    <Form
      state={state}
      dispatch={dispatch}
      status={draft.status}
      restored={restored}
      onFresh={() => {
        const before = state
        setBegun(true)
        void draft.forget()
        dispatch({ do: 'restore', state: emptyForm() })
        setRestored(undefined)
        toast({
          message: <Trans>Начали заново</Trans>,
          undo: () => dispatch({ do: 'restore', state: { ...before, id: emptyForm().id } }),
        })
      }}
      onDone={() => {
        setDone(true)
        void draft.forget()
      }}
      onClose={onClose}
    />
  )
}

type FormProps = {
  state: FormState
  dispatch: (action: Parameters<typeof reduceForm>[1]) => void
  status: ReturnType<typeof useDraft>['status']
  restored: string | undefined
  onFresh: () => void
  onDone: () => void
  onClose: () => void
}

function Form({ state, dispatch, status, restored, onFresh, onDone, onClose }: FormProps) {
  const { t } = useLingui()
  const me = useMe()
  const navigate = useNavigate()
  const client = useQueryClient()
  const settings = useMySettings()
  const change = useChangeMySettings()
  const fields = useQuery(companySettingsQuery).data?.formFields ?? []
  const searchField = useRef<TypingField>(null)
  const content = useRef<HTMLTextAreaElement>(null)
  const [said, setSaid] = useState('')
  const [step, setStep] = useState<'who' | 'what'>('who')
  // Before the first paint: a letter typed right after the key must find the field.
  useLayoutEffect(() => searchField.current?.focus({ preventScroll: true }), [])
  const { party, need, target } = state
  const clientCard = useClientOf(party).data
  const prospectCard = useProspectOf(party).data
  const open = useOpenInterests(party)
  const serviceType = useServiceTypeOf(need)
  const basisId = need.basis?.id
  const known = target === 'new' ? sameType(open.rows, serviceType.id, basisId) : undefined
  const same = known && !isWalled(known) ? known : undefined
  const sameAt = same ? open.own.indexOf(same) + 2 : 0

  const responsible = responsibleOf(clientCard?.responsible ?? null, settings.takeClientResponsible, me.user)
  const reading = useIntake(state, dispatch)
  const ready = registered(state, reading.letter)
  const save = useSave({
    state: ready,
    serviceTypeId: serviceType.id,
    currency: me.company.currency,
    responsibleId: need.responsibleId ?? responsible.id,
    isOpenAlready: async () => sameType(await open.settled(), serviceType.id, basisId) !== undefined,
    targetNumber: open.own.find(row => row.id === target)?.number ?? '',
    onMerged(party, { winnerId, title }) {
      const taken = { kind: 'client', clientId: winnerId, contactId: null, matched: null } as const
      dispatch({ do: 'take', party: party === 'client' ? taken : { kind: 'prospect', prospectId: winnerId } })
      toast({ message: <Trans>Запись объединена, выбрана «{title}». Проверьте и сохраните</Trans> })
    },
    onDone(result) {
      onDone()
      void client.invalidateQueries()
      toast({
        message: result.handedTo ? (
          <Trans>Обращение передано: {result.handedTo}</Trans>
        ) : result.linked ? (
          <Trans>Запрос добавлен в {result.number}</Trans>
        ) : (
          <Trans>Создан {result.number}</Trans>
        ),
      })
      if (!result.handedTo && (settings.openAfterCreating || result.linked)) {
        void navigate({
          to: '.',
          search: before => ({ ...before, ...formClosed, interest: result.id }),
        })
      } else onClose()
    },
  })

  // Who pastes and saves at once is not asked to wait: the form does, until the pieces are there.
  const [waiting, setWaiting] = useState(false)
  const saveNow = () => {
    if (reading.pending) return setWaiting(true)
    setWaiting(false)
    // What is refused is told where the pieces stand as fields.
    if (ready.party.kind !== party.kind) save.run({ onRefused: () => dispatch({ do: 'newProspect' }) })
    else save.run()
  }
  const goOn = useEffectEvent(() => {
    if (waiting) saveNow()
  })
  useEffect(() => goOn(), [reading.pending])

  // In two steps the content is not there yet, and Tab goes on as everywhere.
  const focusContent = () => {
    content.current?.focus()
    return document.activeElement === content.current
  }
  const toContent = () => {
    setStep('what')
    requestAnimationFrame(focusContent)
  }
  const take = (item: SearchItem, chosen?: string) => {
    const { clientId, contactId: matched } = item
    if (item.walled) {
      const { title: typed, responsible, openInterests } = item
      const type = item.type === 'prospect' ? 'prospect' : 'client'
      client.setQueryData(wallKey(typed), [item])
      dispatch({ do: 'take', party: { kind: 'wall', typed, type, responsible, openInterests } })
    } else if (clientId) {
      dispatch({
        do: 'take',
        party: { kind: 'client', clientId, contactId: chosen ?? matched, matched },
        ...(item.type === 'interest' && item.id ? { target: item.id } : {}),
      })
    } else if (item.type === 'prospect' && item.id) {
      dispatch({ do: 'take', party: { kind: 'prospect', prospectId: item.id } })
    } else if (item.type === 'interest' && item.id) {
      const { id } = item
      void client.fetchQuery(queryOf(getInterest, { params: { id } })).then(found => {
        if (found.prospectId) {
          dispatch({ do: 'take', party: { kind: 'prospect', prospectId: found.prospectId }, target: id })
        }
      }, toastError)
    } else return
    const openNow = item.openInterests
    setSaid(t`Выбрано: ${item.title}. Незавершенных Интересов: ${openNow}`)
    toContent()
  }
  const openCard = (item: SearchItem) => {
    if (item.type === 'interest' && item.id) void navigate({ to: '/interests/$id', params: { id: item.id } })
    else if (item.type === 'prospect' && item.id) void navigate({ to: '/prospects/$id', params: { id: item.id } })
    else if (item.clientId) void navigate({ to: '/clients/$id', params: { id: item.clientId } })
  }
  const searchAgain = () => {
    dispatch({ do: 'searchAgain' })
    setStep('who')
    requestAnimationFrame(() => searchField.current?.focus())
  }
  const takeParty = (party: Party) => {
    dispatch({ do: 'take', party })
    save.forgetRefusal()
    toContent()
  }

  const keys: Hotkey[] = [
    { keys: 'mod+Enter', does: t`Сохранить`, run: saveNow },
    { keys: CHIPS_KEY, off: state.intake.chips.length === 0, does: t`Исправить разобранное`, run: focusChips },
    { keys: 'alt+S', does: t`Искать снова`, run: searchAgain },
    { keys: 'alt+P', does: t`Потенциальный клиент`, run: () => dispatch({ do: 'newProspect' }) },
    { keys: 'alt+K', does: t`+ Клиент`, run: () => dispatch({ do: 'newClient' }) },
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map(digit => ({
      keys: `alt+${digit}`,
      run: () => {
        const row = digit === 1 ? undefined : open.own[digit - 2]
        if (digit === 1 || row) dispatch({ do: 'target', target: row?.id ?? 'new' })
      },
    })),
  ]

  const giving = isHandedOver(state)
  const linking = target !== 'new'
  return (
    <Sheet
      opened
      size="form"
      placed
      padded={false}
      keys={keys}
      onClose={onClose}
      title={t`Новый Интерес`}
      head={
        <div className="row">
          <h2>
            <Trans>Новый Интерес</Trans>
          </h2>
          <DraftStatusText status={status} />
        </div>
      }
      actions={<FormSettings />}
      footer={
        <>
          {!giving && (
            <Checkbox
              label={t`Открыть после создания`}
              checked={settings.openAfterCreating}
              onChange={event => void change({ openAfterCreating: event.currentTarget.checked })}
            />
          )}
          <span className="grow" />
          <span className="bad s12" role="status">
            {save.hindrance}
          </span>
          {step === 'who' && party.kind !== 'none' && (
            <Button className={styles.step} onClick={() => setStep('what')}>
              <Trans>Дальше</Trans>
            </Button>
          )}
          <Button variant="subtle" className="not-phone" onClick={onClose} rightSection={<Key keys="Escape" />}>
            <Trans>Закрыть</Trans>
          </Button>
          <SaveButton
            save={save}
            onSave={saveNow}
            same={known}
            party={party}
            linking={linking}
            giving={giving}
            onLink={id => dispatch({ do: 'target', target: id })}
          />
        </>
      }
    >
      <div className="vh" role="status" aria-live="polite">
        {said}
      </div>
      <div className={styles.body} data-step={step}>
        <section className={styles.who} aria-label={t`Кто обратился`}>
          {restored && <Restored at={restored} state={state} onFresh={onFresh} />}
          <FormErrorSummary errors={save.summary('who')} idOf={save.idOf} />
          <WhoSide
            state={state}
            dispatch={dispatch}
            searchField={searchField}
            reading={reading}
            serviceTypeId={serviceType.id}
            save={save}
            onTake={take}
            onNext={focusContent}
            onTakeParty={takeParty}
            onOpenCard={openCard}
            onSearchAgain={searchAgain}
          />
        </section>
        <section className={styles.what} aria-label={t`Что нужно`}>
          <div className={styles.caption}>
            <h2>
              {giving ? <Trans>Что передать</Trans> : linking ? <Trans>Что добавить</Trans> : <Trans>Что нужно</Trans>}
            </h2>
            <Button variant="subtle" className={styles.step} onClick={() => setStep('who')}>
              {clientCard?.name ?? prospectCard?.fullName ?? <Trans>Кто обратился</Trans>}
            </Button>
          </div>
          <FormErrorSummary errors={save.summary('what')} idOf={save.idOf} />
          <NeedSide
            need={need}
            onNeed={each => dispatch({ do: 'need', change: each })}
            content={content}
            fields={linking ? [] : giving ? fields.filter(each => GIVEN.has(each)) : fields}
            linking={linking}
            contentFrom={isFromText(state) ? <Trans>из текста</Trans> : undefined}
            giving={giving}
            receiver={party.kind === 'wall' ? party.responsible?.name : undefined}
            errors={save.errors}
            responsible={responsible}
            same={same}
            sameKey={same && sameAt <= 9 ? `alt+${sameAt}` : undefined}
            onLink={id => dispatch({ do: 'target', target: id })}
            step={save.step}
          />
        </section>
      </div>
    </Sheet>
  )
}
