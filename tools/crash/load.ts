import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '../../server/platform/pure/ids.ts'
import { createClient } from '../../server/rooms/clients/contract.ts'
import { directories } from '../../server/rooms/company/contract.ts'
import { createInterest } from '../../server/rooms/interests/contract.ts'
import { listScenarios, type Scenario } from '../../server/rooms/scenarios/contract.ts'
import { Dice } from '../../server/app/demo/generate/dice.ts'
import type { Answer, Product } from './product.ts'

/**
 * One request for a change. Its mark stands in the one event that it leaves, so that what became of it can be counted
 * afterwards; its id or key makes a repeat harmless.
 */
export interface Operation {
  kind: 'create' | 'move' | 'patch'
  mark: string
  interestId: string
  method: string
  path: string
  body: Record<string, unknown>
  headers: Record<string, string>
  /** `unknown`: no answer, or one that says nothing about whether it happened. */
  outcome: 'acknowledged' | 'refused' | 'unknown'
  /** It was unknown until a repeat told. */
  settled: boolean
}

interface Known {
  id: string
  version: number
  stateId: string
  hasClient: boolean
}

/** Several people at once who create, move and change Interests, and remember what they were answered. */
export class Load {
  readonly operations: Operation[] = []
  readonly #product: Product
  readonly #dice: Dice
  readonly #known: Known[] = []
  #count = 0
  #ground: { serviceTypeIds: string[]; lossReasonId: string; clientIds: string[]; scenario: Scenario } | undefined

  constructor(product: Product, seed: number) {
    this.#product = product
    this.#dice = new Dice(seed, 1, 0)
  }

  /** Reads the directories and registers the clients that everybody works with. */
  async prepare(): Promise<void> {
    const read = async <Item>(path: string) =>
      (await this.#product.call<{ items: [Item, ...Item[]] }>('GET', path)).body.items
    const clientIds = [newId(), newId(), newId()]
    for (const id of clientIds) {
      const body = { id, kind: 'organisation', name: `ООО «Общий ${id.slice(-4)}»` }
      const { status } = await this.#product.call('POST', createClient.path, body)
      if (status !== 201) throw new Error(`a client was answered with ${status}`)
    }
    this.#ground = {
      serviceTypeIds: (await read<{ id: string }>(directories.service_type.list.path)).map(each => each.id),
      lossReasonId: (await read<{ id: string }>(directories.loss_reason.list.path))[0].id,
      scenario: (await read<Scenario>(listScenarios.path))[0],
      clientIds,
    }
  }

  /** Works with so many at once until told to stop; then everybody finishes the request under way. */
  run(people: number): { stop(): Promise<void> } {
    let stopped = false
    const work = async () => {
      while (!stopped) {
        const operation = this.#next()
        this.operations.push(operation)
        await this.#attempt(operation)
        if (operation.outcome === 'unknown') await sleep(20)
      }
    }
    const all = Promise.all(Array.from({ length: people }, work))
    // Told by stop(), where somebody waits for it.
    all.catch(() => {})
    return {
      async stop() {
        stopped = true
        await all
      },
    }
  }

  /** Repeats with the same id or key whatever nobody knows of, until it is known. */
  async settle(): Promise<void> {
    const unknown = this.operations.filter(each => each.outcome === 'unknown')
    for (const operation of unknown) {
      operation.settled = true
      for (const until = Date.now() + 60_000; operation.outcome === 'unknown' && Date.now() < until; ) {
        await this.#attempt(operation)
        if (operation.outcome === 'unknown') await sleep(50)
      }
    }
  }

  async #attempt(operation: Operation): Promise<void> {
    const { method, path, body, headers } = operation
    const answer = await this.#product.call(method, path, body, headers).catch(() => null)
    if (!answer || answer.status >= 500) return
    operation.outcome = answer.status < 300 ? 'acknowledged' : 'refused'
    this.#learn(operation, answer)
  }

  #learn({ interestId, kind }: Operation, { status, body }: Answer): void {
    const known = this.#known.find(each => each.id === interestId)
    if (status < 300) {
      const { version = 0, stateId = '', clientId } = body
      const now = { id: interestId, version, stateId, hasClient: clientId !== null }
      if (!known) this.#known.push(now)
      else if (version >= known.version) Object.assign(known, now)
    } else if (known && body.data?.version) known.version = body.data.version
    else if (status !== 409 && status !== 422) throw new Error(`a ${kind} was answered with ${status} ${body.code}`)
  }

  #next(): Operation {
    this.#count += 1
    const mark = `отметка ${this.#count}.`
    const dice = this.#dice.next()
    // Half of the time among the last few, where everybody meets.
    const few = this.#known.slice(this.#dice.next() < 0.5 ? -6 : 0)
    const known = few[Math.floor(this.#dice.next() * few.length)]
    if (!known || dice < 0.4) return this.#creation(mark)
    return dice < 0.75 ? this.#move(mark, known) : this.#patch(mark, known)
  }

  #creation(mark: string): Operation {
    const { serviceTypeIds, clientIds, scenario } = this.#settled()
    const id = newId()
    const dice = this.#dice.next()
    const party =
      dice < 0.4
        ? { prospect: { fullName: `Обращение ${mark}` } }
        : dice < 0.7
          ? { clientId: this.#oneOf(clientIds) }
          : { newClient: { id: newId(), kind: 'organisation', name: `ООО «Новый ${mark}»`, phones: [this.#phone()] } }
    const body = { id, content: mark, serviceTypeId: this.#oneOf(serviceTypeIds), scenarioId: scenario.id, ...party }
    return this.#operation('create', mark, id, 'POST', createInterest.path, body)
  }

  #move(mark: string, known: Known): Operation {
    const { scenario, lossReasonId } = this.#settled()
    const open = known.hasClient ? scenario.states : scenario.states.filter(each => !each.fields.length)
    const target = this.#oneOf(open.filter(each => each.id !== known.stateId))
    const body = {
      stateId: target.id,
      version: known.version,
      comment: mark,
      ...(target.kind === 'lost' ? { lossReasonId } : {}),
    }
    return this.#operation('move', mark, known.id, 'POST', `${createInterest.path}/${known.id}/move`, body)
  }

  #patch(mark: string, known: Known): Operation {
    const body = { version: known.version, content: mark }
    return this.#operation('patch', mark, known.id, 'PATCH', `${createInterest.path}/${known.id}`, body)
  }

  #operation(
    kind: Operation['kind'],
    mark: string,
    interestId: string,
    method: string,
    path: string,
    body: Record<string, unknown>,
  ): Operation {
    const headers: Record<string, string> = kind === 'create' ? {} : { 'idempotency-key': newId() }
    return { kind, mark, interestId, method, path, body, headers, outcome: 'unknown', settled: false }
  }

  #settled() {
    if (!this.#ground) throw new Error('the load is not prepared')
    return this.#ground
  }

  #oneOf<T>(items: readonly T[]): T {
    return items[Math.floor(this.#dice.next() * items.length)] as T
  }

  #phone(): string {
    return `+7 913 ${String(Math.floor(this.#dice.next() * 10_000_000)).padStart(7, '0')}`
  }
}
