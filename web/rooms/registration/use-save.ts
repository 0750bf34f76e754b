import { useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import { invalid, operationReused } from '../../../server/platform/contract.ts'
import { clientMerged, contractorExists, prospectMerged, similarFound } from '../../../server/rooms/clients/contract.ts'
import { addRequest, createInterest, getInterest } from '../../../server/rooms/interests/contract.ts'
import { handOverRequest } from '../../../server/rooms/registration/contract.ts'
import { call } from '../../lib/api.ts'
import { fieldErrors, isProblem, ProblemError } from '../../lib/problem-error.ts'
import { toastError } from '../../ui/toast.tsx'
import { useSlow } from '../../ui/states.tsx'
import { type FormState, isHandedOver } from './form-state.ts'
import { useFormStep } from './next-step-side.tsx'
import { handOverOf, requestOf } from './request.ts'

type Saved = { id: string; number: string; linked: boolean; handedTo?: string }

type SaveInput = {
  state: FormState
  serviceTypeId: string | null
  currency: string
  /** Who will look after the Interest, and does its next step. */
  responsibleId: string
  /** Whether an Interest of this service type is open already; waits until that is known. */
  isOpenAlready: () => Promise<boolean>
  /** Number of the open Interest that the request joins. */
  targetNumber: string
  onDone: (saved: Saved) => void
  /** Whoever was chosen has been merged into somebody else, who takes the place. */
  onMerged: (party: 'client' | 'prospect', into: { winnerId: string; title: string }) => void
}

export type Save = ReturnType<typeof useSave>

/** Registers what the form holds: once, however often it is pressed and however many answers get lost. */
export function useSave({
  state,
  serviceTypeId,
  currency,
  responsibleId,
  isOpenAlready,
  targetNumber,
  onDone,
  onMerged,
}: SaveInput) {
  const { t } = useLingui()
  const [pending, setPending] = useState(false)
  const [repeating, setRepeating] = useState(false)
  const [asking, setAsking] = useState(false)
  const [refusal, setRefusal] = useState<unknown>(null)
  const [local, setLocal] = useState<Record<string, string>>({})
  const [override, setOverride] = useState('')
  const agreed = useRef(false)
  /** Look-alikes of which was said that the new one is none of them. */
  const [apart, setApart] = useState<readonly string[]>([])
  const running = useRef(false)
  const slow = useSlow(pending)
  const { party, target } = state
  const step = useFormStep(state, serviceTypeId, responsibleId)

  // What was refused is said until the thing that caused it changes.
  const cause = JSON.stringify([party, state.client, state.prospect])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the cause is the dependency
  useEffect(() => {
    setRefusal((before: unknown) => (isProblem(before, invalid) ? before : null))
    agreed.current = false
    setApart([])
  }, [cause])

  const strict = isProblem(refusal, contractorExists) ? refusal.data : undefined
  const found = isProblem(refusal, similarFound) ? refusal.data.matches : []
  const similar = found.filter(match => match.id === null || !apart.includes(match.id))
  const errors: Record<string, string> = {
    ...Object.fromEntries(fieldErrors(refusal).map(each => [each.path, each.message])),
    ...local,
  }

  function check(): Record<string, string> {
    const found: Record<string, string> = {}
    if (isHandedOver(state) && !state.need.content.trim()) found['content'] = t`Напишите, что передать`
    if (isHandedOver(state)) return found
    if (target !== 'new') return found
    if (!serviceTypeId) found['serviceTypeId'] = t`Выберите тип услуги`
    if (party.kind === 'none') found['search'] = t`Найдите, кто обратился, или запишите потенциального клиента`
    if (party.kind === 'newProspect' && !Object.values(state.prospect).some(value => value.trim())) {
      found['prospect.fullName'] = t`Заполните хотя бы одно: ФИО, компанию, email или телефон`
    }
    if (party.kind === 'newClient' && !state.client.name.trim()) found['newClient.name'] = t`Не заполнено`
    if (step.fault) found['plan'] = step.fault
    return found
  }

  async function send(): Promise<Saved> {
    const onRepeat = () => setRepeating(true)
    if (isHandedOver(state)) {
      const { id, to } = await call(handOverRequest, { body: handOverOf(state, serviceTypeId) }, { onRepeat })
      return { id, number: '', linked: false, handedTo: to.map(each => each.name).join(', ') }
    }
    if (target !== 'new') {
      const contactId = party.kind === 'client' ? (party.contactId ?? undefined) : undefined
      const { content, channelId } = state.need
      await call(
        addRequest,
        {
          params: { id: target },
          body: { id: state.id, body: content.trim() || undefined, contactId, channelId: channelId ?? undefined },
        },
        { onRepeat },
      )
      return { id: target, number: targetNumber, linked: true }
    }
    const reason = override.trim()
    const body = requestOf(state, {
      serviceTypeId: serviceTypeId as string,
      currency,
      onSimilar: agreed.current || similar.length > 0 ? 'create' : 'ask',
      notDuplicateOf: apart,
      plan: step.plan,
      ...(reason ? { override: reason } : {}),
    })
    const made = await call(createInterest, { body }, { onRepeat })
    return { id: made.id, number: made.number, linked: false }
  }

  async function run(options: { despiteSame?: boolean; onRefused?: () => void } = {}): Promise<void> {
    if (running.current) return
    const faults = check()
    setLocal(faults)
    if (Object.keys(faults).length > 0) return
    running.current = true
    setPending(true)
    try {
      const asks = target === 'new' && party.kind !== 'wall' && !options.despiteSame && (await isOpenAlready())
      setAsking(asks)
      if (asks) return
      if (similar.length > 0) agreed.current = true
      const saved = await send()
      setRefusal(null)
      onDone(saved)
    } catch (refused) {
      let error = refused
      if (isProblem(refused, operationReused) && target === 'new' && party.kind !== 'wall') {
        // The first answer was lost and something was typed since: the Interest is there, and opens to be edited.
        try {
          const made = await call(getInterest, { params: { id: state.id } })
          onDone({ id: made.id, number: made.number, linked: false })
          return
        } catch (absent) {
          error = absent
        }
      }
      setRefusal(error)
      if (isProblem(error, clientMerged)) return onMerged('client', error.data)
      if (isProblem(error, prospectMerged)) return onMerged('prospect', error.data)
      options.onRefused?.()
      const shown =
        fieldErrors(error).length > 0 || isProblem(error, contractorExists) || isProblem(error, similarFound)
      if (!shown) toastError(error)
    } finally {
      running.current = false
      setPending(false)
      setRepeating(false)
    }
  }

  /** Why the button is off, in words beside it; null when it is on. */
  const hindrance =
    strict && party.kind === 'newClient' && !(strict.mayOverride && override.trim())
      ? t`Сначала решите с дублем по ИНН`
      : null

  return {
    run: (options?: { despiteSame?: boolean; onRefused?: () => void }) => void run(options),
    slow,
    repeating,
    asking,
    stopAsking: () => setAsking(false),
    errors,
    strict,
    similar,
    /** What looked alike does so no more: the next save asks anew. */
    forgetSimilar: () => setRefusal(null),
    apart,
    /** The new one is not this one: remembered with it. */
    keepApart: (id: string) => setApart([...apart, id]),
    override,
    setOverride,
    hindrance,
    step,
    failed: refusal instanceof ProblemError ? refusal : null,
    forgetRefusal: () => setRefusal(null),
    /** `newClient.inn` → `inn` */
    errorsUnder: (prefix: string) => under(errors, `${prefix}.`),
    summary: (side: 'who' | 'what') => sideOf(errors, side),
    idOf,
  }
}

const WHO = /^(newClient|prospect|search|clientId|contactId)/

function sideOf(errors: Record<string, string>, side: 'who' | 'what'): Record<string, string> {
  return Object.fromEntries(Object.entries(errors).filter(([path]) => WHO.test(path) === (side === 'who')))
}

function under(errors: Record<string, string>, prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors)
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, message]) => [path.slice(prefix.length), message]),
  )
}

/** Where the summary leads: the element of the field. */
function idOf(path: string): string {
  return path.replace(/^newClient\./, 'client-').replace(/^prospect\./, 'prospect-')
}
