import type { EmailAddress, Phone } from './contract.ts'
import type { ClientKind } from './rules.ts'

/** A client as stored, with what its card shows of its contractors and contacts. */
export interface ClientRecord {
  id: string
  kind: ClientKind
  name: string
  publicName: string | null
  relationType: 'customer' | 'supplier' | 'partner' | 'competitor' | 'other'
  phones: Phone[]
  emails: EmailAddress[]
  sites: string[]
  addresses: string[]
  messengers: string[]
  comment: string | null
  region: string | null
  responsibleId: string | null
  responsibleName: string | null
  openInterests: number
  archivedAt: Date | null
  version: number
  createdAt: Date
  updatedAt: Date
  contractors: ContractorRecord[]
  contacts: LinkedContact[]
}

export interface ContractorRecord {
  id: string
  kind: ClientKind
  name: string
  fullName: string | null
  inn: string | null
  kpp: string | null
  ogrn: string | null
  main: boolean
  archived: boolean
  version: number
}

/** A contact as seen from one client. */
export interface LinkedContact {
  id: string
  fullName: string
  phones: Phone[]
  emails: EmailAddress[]
  messengers: string[]
  position: string | null
  archived: boolean
}

export interface ContactRecord {
  id: string
  fullName: string
  phones: Phone[]
  emails: EmailAddress[]
  messengers: string[]
  comment: string | null
  archivedAt: Date | null
  version: number
  createdAt: Date
  updatedAt: Date
  clients: ContactClient[]
}

/** A client for which a contact works now. */
export interface ContactClient {
  id: string
  name: string
  position: string | null
  main: boolean
  responsibleId: string | null
}

export interface ProspectRecord {
  id: string
  /** Who works with one of its Interests, beside its responsible. */
  viewerIds: string[]
  fullName: string | null
  company: string | null
  email: string | null
  phone: string | null
  comment: string | null
  responsibleId: string | null
  responsibleName: string | null
  clientId: string | null
  clientName: string | null
  clientResponsibleId: string | null
  contactId: string | null
  contactName: string | null
  linkedAt: Date | null
  linkedBy: string | null
  linkedByName: string | null
  openInterests: number
  archivedAt: Date | null
  version: number
  createdAt: Date
  updatedAt: Date
}
