import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { conflict } from '../../../server/platform/contract.ts'
import {
  changeScenario,
  draftChanged,
  getScenario,
  type Scenario,
  stateInUse,
  targetRefused,
} from '../../../server/rooms/scenarios/contract.ts'
import { getScenarioDraft } from '../../../server/rooms/scenarios/drafts/contract.ts'
import { call } from '../../lib/api.ts'
import { fieldErrors, isProblem } from '../../lib/problem-error.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { toast, toastError } from '../../ui/toast.tsx'
import { useSettle } from '../access/use-edit.tsx'
import { faultsOf } from './faults.ts'
import { type Content, contentOf, type useDraft } from './use-draft.ts'

type Draft = ReturnType<typeof useDraft>
type Published = {
  scenario: Scenario
  draft: Draft
  names: readonly { id: string; name: string }[]
  /** `sent`: the text of what it was made of. */
  onPublished: (answer: Scenario, sent: string) => void
}

/** The way of a draft into force: what stood in it, and what is needed to go on. */
export function usePublish({ scenario, draft, names, onPublished }: Published) {
  const { t } = useLingui()
  const client = useQueryClient()
  /** What is on its way to be published, and whether it has arrived. */
  const [sent, setSent] = useState<Content>()
  const onWay = useRef('')
  const isTaken = useRef(false)
  const [targets, setTargets] = useState<Record<string, string>>({})
  const edited = contentOf(draft.content)
  const before = contentOf(scenario)
  const write = useWrite(changeScenario, {
    refresh: ['board', 'interests', 'registration'],
    onSuccess: answer => {
      client.setQueryData(queryOf(getScenario, { params: { id: scenario.id } }).queryKey, answer)
      isTaken.current = true
      onPublished(answer, onWay.current)
      setTargets({})
      toast({ message: t`Сценарий опубликован` })
    },
    onError: error => {
      const known: readonly string[] = [stateInUse, targetRefused, draftChanged, conflict].map(each => each.code)
      const shown = known.includes(error.code)
      if (!shown && fieldErrors(error).length === 0) toastError(error)
    },
  })
  const settle = useSettle({ names: [...names] })
  const labels: Record<string, string> = {
    name: t`Название сценария`,
    serviceTypeIds: t`Предлагать для типов услуг`,
    departmentIds: t`Предлагать подразделениям`,
  }
  const fields = (Object.keys(edited) as (keyof Content)[]).filter(
    field => JSON.stringify(edited[field]) !== JSON.stringify(before[field]),
  )
  const isChanged = fields.length > 0

  /** `over`: also over what somebody else has saved as the draft since. */
  async function publish(over = false): Promise<void> {
    if (!isChanged || write.isPending) return
    setSent(edited)
    onWay.current = JSON.stringify(edited)
    isTaken.current = false
    const stays = new Set(edited.states.map(state => state.id))
    // A state that came back, or whose target went, needs none.
    const needed = Object.entries(targets).filter(([from, to]) => !stays.has(from) && stays.has(to))
    const change = {
      ...Object.fromEntries(fields.map(field => [field, edited[field]])),
      ...(fields.includes('states') ? { states: edited.states.map(({ order: _, ...state }) => state) } : {}),
      ...(needed.length > 0 ? { targets: Object.fromEntries(needed) } : {}),
    }
    const draftVersion = await draft.pause()
    const put = (version: number, wanted: typeof change) =>
      write.mutateAsync({
        params: { id: scenario.id },
        body: { version, ...wanted, ...(over ? {} : { draftVersion }) },
      })
    await settle(scenario.version, change, put, field => labels[field] ?? t`Состояния и правила`).catch(() => {})
    if (!isTaken.current) draft.resume()
  }

  function look(): void {
    call(getScenarioDraft, { params: { id: scenario.id } })
      .then(({ draft: theirs }) => {
        draft.adopt(theirs)
        write.reset()
      })
      .catch((error: unknown) => toastError(error))
  }

  const { error } = write
  return {
    publish,
    /** Takes the draft of somebody else into the editor. */
    look,
    isPending: write.isPending,
    isChanged,
    edited,
    before,
    targets,
    setTargets,
    lacking: isProblem(error, targetRefused) ? error.data.interests : [],
    inUse: isProblem(error, stateInUse) ? error.data.states : [],
    /** Who has saved the draft since, while it was about to be published over. */
    overtaken: isProblem(error, draftChanged) ? { by: error.data.updatedBy?.name ?? null } : draft.taken,
    faults: faultsOf(sent, edited, fieldErrors(error)),
  }
}
