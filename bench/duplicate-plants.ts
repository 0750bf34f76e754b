import type pg from 'pg'
import { newId } from '../server/platform/pure/ids.ts'
import { makeInn10 } from '../server/platform/pure/requisites.ts'
import { significantWords } from '../server/rooms/clients/identity/rules.ts'
import { chance } from './measure.ts'

/** Sends a record to the API and waits until it is there. */
export type Send = (path: string, body: Record<string, unknown>) => Promise<unknown>

export interface Plant {
  kind: string
  left: string
  right: string
}

interface Sampled {
  id: string
  kind: 'organisation' | 'entrepreneur' | 'person'
  name: string
  phones: string[]
  emails: string[]
  sites: string[]
  inn: string | null
  kpp: string | null
}

interface SampledContact {
  id: string
  name: string
  phones: string[]
  emails: string[]
}

interface SampledProspect {
  id: string
  fullName: string
  company: string | null
  phone: string
}

const telling = `(select count(*) from jsonb_array_elements(phones) e where e->>'e164' like '+7%' and e->>'e164' not like '+7800%')`

/** Plants twins of records of the base, and others that only look like twins. Everything comes from one seed. */
export class Planter {
  readonly #sql: pg.Pool
  readonly #send: Send
  readonly #dice: () => number
  readonly #seed: number
  readonly planted: Plant[] = []
  readonly traps: Plant[] = []
  /** Every record that was made. */
  readonly made = new Set<string>()

  constructor(sql: pg.Pool, send: Send, seed: number) {
    this.#sql = sql
    this.#send = send
    this.#dice = chance(seed)
    this.#seed = seed
  }

  /** Nine sorts of twins, six of traps, so many of each. */
  async plant(each: number): Promise<void> {
    const clients = await this.#sample(each * 25)
    const take = (fits: (client: Sampled) => boolean) => {
      const at = clients.findIndex(fits)
      if (at < 0) throw new Error('the base is too small for so many plants')
      return clients.splice(at, 1)[0] as Sampled
    }
    const isCompany = (client: Sampled) => client.kind === 'organisation'
    const hasWords = (client: Sampled) => this.#bare(client.name).split(' ').length > 1
    for (let n = 0; n < each; n++) {
      const phone = take(client => client.phones.length > 0)
      await this.#twin('phone in another notation', phone, { name: phone.name, phones: [this.#renotate(phone.phones)] })
      const slip = take(client => client.emails.length > 0 && this.#bare(client.name).length > 5)
      await this.#twin('a slip in the name, same mail', slip, {
        name: this.#slip(slip.name),
        emails: slip.emails.slice(0, 1),
      })
      const other = take(client => client.phones.length > 0 && this.#bare(client.name).length > 5)
      await this.#twin('a slip in the name, same phone', other, {
        name: this.#slip(other.name),
        phones: [this.#renotate(other.phones)],
      })
      const moved = take(client => client.phones.length > 0 && hasWords(client))
      await this.#twin('words moved, same phone', moved, {
        name: this.#move(moved.name),
        phones: [this.#renotate(moved.phones)],
      })
      const form = take(client => isCompany(client) && client.sites.length > 0)
      await this.#twin('another legal form, same site', form, {
        name: this.#reform(form.name),
        sites: [`www.${form.sites[0]?.replace(/^https?:\/\//, '')}`],
      })
      const numbers = take(client => isCompany(client) && client.inn !== null && client.kpp !== null)
      await this.#twin('same INN, no KPP', numbers, { name: this.#reform(numbers.name), inn: numbers.inn })
      await this.#rare(n)
    }
    await this.#contacts(each)
    await this.#prospects(each)
    for (let n = 0; n < each; n++) {
      await this.#switchboard()
      const common = take(client => client.kind === 'person')
      await this.#trap('namesake with other data', common, {
        name: common.name,
        phones: [this.#mobile()],
        emails: [this.#mail()],
      })
      const family = take(client => client.kind === 'person' && client.phones.length > 0)
      await this.#trap('family on one phone', family, {
        name: `${this.#bare(family.name).split(' ')[0]} Евлампия`,
        phones: [this.#renotate(family.phones)],
      })
      const holding = take(client => isCompany(client) && client.sites.length > 0 && client.inn !== null)
      await this.#trap('holding on one site', holding, {
        name: `ООО «${this.#rareWord()}»`,
        sites: holding.sites,
        inn: makeInn10(this.#dice),
      })
      const branch = take(
        client => isCompany(client) && client.inn !== null && client.kpp !== null && client.phones.length > 0,
      )
      await this.#trap('branch with a KPP of its own', branch, {
        name: branch.name,
        phones: [this.#renotate(branch.phones)],
        inn: branch.inn,
        kpp: `${branch.kpp?.slice(0, 4) === '7701' ? '5406' : '7701'}43001`,
      })
      const same = take(client => isCompany(client) && client.inn !== null)
      await this.#trap('other company of the same name', same, {
        name: same.name,
        inn: makeInn10(this.#dice),
        phones: [this.#mobile()],
      })
    }
  }

  #newId(): string {
    const id = newId()
    this.made.add(id)
    return id
  }

  async #twin(kind: string, of: Sampled, data: Record<string, unknown>): Promise<void> {
    this.planted.push({ kind, left: of.id, right: await this.#client(of.kind, data) })
  }

  async #trap(kind: string, of: Sampled, data: Record<string, unknown>): Promise<void> {
    this.traps.push({ kind, left: of.id, right: await this.#client(of.kind, data) })
  }

  async #client(kind: string, data: Record<string, unknown>): Promise<string> {
    const id = this.#newId()
    await this.#send('/api/v1/clients', { id, kind, ...data })
    return id
  }

  /** Both records are new, and only the name says that they are one. */
  async #rare(n: number): Promise<void> {
    const [first, second] = [this.#rareWord(), this.#rareWord()]
    const name = `ООО «${first} ${second}»`
    const twin = [
      () => this.#slip(`${first} ${second}`),
      () => `АО ${second} ${first}`,
      () => `ЗАО ${first} ${second}`,
    ][n % 3]
    this.planted.push({
      kind: 'rare name alone',
      left: await this.#client('organisation', { name, phones: [this.#mobile()] }),
      right: await this.#client('organisation', { name: twin?.() ?? name, phones: [this.#mobile()] }),
    })
  }

  async #switchboard(): Promise<void> {
    const phone = `8 (495) ${this.#digits(7)}`
    const ids: string[] = []
    for (let at = 0; at < 4; at++)
      ids.push(await this.#client('organisation', { name: `ООО «${this.#rareWord()}»`, phones: [phone] }))
    for (const [at, left] of ids.entries())
      for (const right of ids.slice(at + 1)) this.traps.push({ kind: 'switchboard of four', left, right })
  }

  async #contacts(each: number): Promise<void> {
    const { rows } = await this.#sql.query<SampledContact>(`
      select p.id, p.full_name as name, (select array_agg(e->>'e164') from jsonb_array_elements(p.phones) e) as phones,
             '{}'::text[] as emails
        from contact p where p.demo and ${telling.replaceAll('phones', 'p.phones')} > 0 and p.phones->0->>'e164' is not null and p.full_name like '% % %'
       order by md5(p.id::text || '${this.#seed}') limit ${each}`)
    for (const contact of rows) {
      const twin = this.#newId()
      const body = { id: twin, fullName: this.#move(contact.name), phones: [this.#renotate(contact.phones)] }
      await this.#send('/api/v1/clients', {
        id: this.#newId(),
        kind: 'organisation',
        name: `ООО «${this.#rareWord()}»`,
        contacts: [body],
      })
      this.planted.push({ kind: 'contact at another client', left: contact.id, right: twin })
    }
  }

  async #prospects(each: number): Promise<void> {
    const { rows } = await this.#sql.query<SampledProspect>(`
      select id, full_name as "fullName", company, phone from prospect
       where client_id is null and demo and full_name like '% %' and phone ~ '9\\d\\d.*\\d\\d$' and length(regexp_replace(phone, '\\D', '', 'g')) in (10, 11)
       order by md5(id::text || '${this.#seed}') limit ${each}`)
    for (const prospect of rows) {
      const right = this.#newId()
      await this.#send('/api/v1/prospects', {
        id: right,
        fullName: prospect.fullName.split(' ').slice(0, 2).join(' '),
        phone: this.#renotate([prospect.phone.replace(/\D/g, '').slice(-10)]),
      })
      this.planted.push({ kind: 'prospect who asks again', left: prospect.id, right })
    }
  }

  async #sample(count: number): Promise<Sampled[]> {
    const share = `order by md5(c.id::text || '${this.#seed}') limit ${count * 2}`
    const { rows } = await this.#sql.query<Sampled>(`
      select c.id, c.kind, c.name,
             coalesce((select array_agg(e->>'e164') from jsonb_array_elements(c.phones) e
                        where e->>'e164' like '+7%' and e->>'e164' not like '+7800%'), '{}') as phones,
             coalesce((select array_agg(e->>'raw') from jsonb_array_elements(c.emails) e where (e->>'valid')::bool), '{}') as emails,
             coalesce((select array_agg(e) from jsonb_array_elements_text(c.sites) e), '{}') as sites, k.inn, k.kpp
        from client c join contractor k on k.client_id = c.id and k.main
       where c.archived_at is null and c.demo and c.name like '% %'
         and (k.inn is null or (select count(*) from contractor other where other.inn = k.inn) = 1) ${share}`)
    return rows
  }

  #bare(name: string): string {
    return significantWords(name).join(' ')
  }

  /** Another notation of the same number. */
  #renotate(phones: readonly string[]): string {
    const n = (phones[0] ?? '').replace(/\D/g, '').slice(-10)
    const notations = [
      `8 (${n.slice(0, 3)}) ${n.slice(3, 6)}-${n.slice(6, 8)}-${n.slice(8)}`,
      `+7${n}`,
      `8${n}`,
      `7 ${n.slice(0, 3)} ${n.slice(3)}`,
      `+7 ${n.slice(0, 3)} ${n.slice(3, 6)} ${n.slice(6, 8)} ${n.slice(8)}`,
    ]
    return this.#pick(notations)
  }

  /** One slip of the finger in the longest word. */
  #slip(name: string): string {
    const words = this.#bare(name).split(' ')
    const longest = words.reduce((best, word) => (word.length > best.length ? word : best), '')
    const at = 1 + Math.floor(this.#dice() * Math.max(1, longest.length - 2))
    const letter = this.#pick([...'оаеинтсрвл'].filter(each => each !== longest[at]))
    const slipped = this.#pick([
      longest.slice(0, at) + letter + longest.slice(at + 1),
      longest.slice(0, at) + longest.slice(at + 1),
      longest.slice(0, at) + letter + longest.slice(at),
      longest.slice(0, at) + (longest[at + 1] ?? '') + (longest[at] ?? '') + longest.slice(at + 2),
    ])
    return words.map(word => (word === longest ? slipped : word)).join(' ')
  }

  #move(name: string): string {
    const words = this.#bare(name).split(' ')
    return [...words.slice(1), ...words.slice(0, 1)].join(' ')
  }

  #reform(name: string): string {
    return `${this.#pick(['АО', 'ЗАО', 'ПАО'])} «${this.#bare(name)}»`
  }

  /** A word that nobody else has. */
  #rareWord(): string {
    const syllables = 'бра кур дю фел гро хим жив лоп мур нэк пло рит сту тум цур шва щел яхт зог вил'.split(' ')
    const word = Array.from({ length: 4 }, () => this.#pick(syllables)).join('')
    return word.slice(0, 1).toUpperCase() + word.slice(1)
  }

  #mobile(): string {
    return `+7 9${this.#digits(2)} ${this.#digits(3)}-${this.#digits(2)}-${this.#digits(2)}`
  }

  #mail(): string {
    return `plant${this.#digits(9)}@mail.ru`
  }

  #digits(length: number): string {
    return Array.from({ length }, () => Math.floor(this.#dice() * 10)).join('')
  }

  #pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#dice() * list.length)] as T
  }
}
