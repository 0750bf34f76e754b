import { z } from 'zod'
import {
  byId,
  currency,
  endpoint,
  flag,
  id,
  instant,
  line,
  list,
  problem,
  record,
  timeZone,
  version,
} from '../../platform/contract.ts'

export const itemNameTaken = problem('directory.name_taken', 409, {
  ru: 'Такая запись уже есть',
  en: 'There is one with this name',
})
export const lastServiceType = problem('directory.last_item', 409, {
  ru: 'Нельзя убрать последнюю запись',
  en: 'The last one cannot be archived',
})

/** Plain directories: a name, an order, an archive. */
export const directoryKind = z.enum([
  'service_type',
  'loss_reason',
  'channel',
  'source',
  'project',
  'calendar_region',
  'interaction_kind',
])
export type DirectoryKind = z.infer<typeof directoryKind>

export const directoryItem = z.object({
  ...record,
  name: z.string(),
  order: z.number().int(),
  archivedAt: instant.nullable(),
})
export type DirectoryItem = z.infer<typeof directoryItem>

function directory<const Path extends string>(path: Path, what: string) {
  const one = `/api/v1/${path}/:id`
  const access = { right: 'directories.administer' } as const
  return {
    list: endpoint({
      method: 'GET',
      path: `/api/v1/${path}`,
      summary: `${what}, in order`,
      query: z.object({ archived: flag.optional() }),
      result: list(directoryItem),
    }),
    create: endpoint({
      method: 'POST',
      path: `/api/v1/${path}`,
      summary: `${what}: add`,
      access,
      body: z.strictObject({ id, name: line(120) }),
      result: directoryItem,
      status: 201,
      problems: [itemNameTaken],
    }),
    change: endpoint({
      method: 'PATCH',
      path: one,
      summary: `${what}: rename or reorder`,
      access,
      params: byId,
      body: z.strictObject({ version, name: line(120).optional(), order: z.number().int().min(0).optional() }),
      result: directoryItem,
      problems: [itemNameTaken],
    }),
    archive: endpoint({
      method: 'POST',
      path: `${one}/archive`,
      summary: `${what}: archive`,
      access,
      params: byId,
      result: directoryItem,
      problems: [lastServiceType],
    }),
    restore: endpoint({
      method: 'POST',
      path: `${one}/restore`,
      summary: `${what}: restore`,
      access,
      params: byId,
      result: directoryItem,
      problems: [itemNameTaken],
    }),
  }
}

export const directories = {
  service_type: directory('service-types', 'Service types'),
  loss_reason: directory('loss-reasons', 'Loss reasons'),
  channel: directory('channels', 'Channels'),
  source: directory('sources', 'Sources'),
  project: directory('projects', 'Projects'),
  calendar_region: directory('calendar-regions', 'Regions of the working calendar'),
  interaction_kind: directory('interaction-kinds', 'Kinds of interaction'),
}

export const company = z.object({
  name: z.string(),
  timeZone: z.string(),
  currency: z.string(),
  numberPrefix: z.string(),
  /** Its days off are added to the working calendar. */
  regionId: id.nullable(),
  version,
})
export const readCompany = endpoint({
  method: 'GET',
  path: '/api/v1/company',
  summary: 'Our company',
  result: company,
})
export const changeCompany = endpoint({
  method: 'PATCH',
  path: '/api/v1/company',
  summary: 'Change our company',
  access: { right: 'settings.administer' },
  body: z.strictObject({
    version,
    name: line(200).optional(),
    timeZone: timeZone.optional(),
    currency: currency.optional(),
    numberPrefix: z
      .string()
      .regex(/^[\p{L}\d-]{1,10}$/u)
      .optional(),
    regionId: id.nullish(),
  }),
  result: company,
})

// ---- believable data to look around in ----
const demoCounts = z.object({
  clients: z.number().int(),
  contacts: z.number().int(),
  prospects: z.number().int(),
  interests: z.number().int(),
})
/** «Убрать демо-данные»: only what the loader made and nobody has changed or used. */
export const removeDemo = endpoint({
  method: 'POST',
  path: '/api/v1/demo/remove',
  summary: 'Take the demo data out; what people changed or used stays',
  access: { right: 'settings.administer' },
  result: z.object({ removed: demoCounts, kept: demoCounts }),
})
