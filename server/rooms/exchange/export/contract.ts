import { z } from 'zod'
import { endpoint, flag, id } from '../../../platform/contract.ts'
import { clientKind } from '../../clients/contract.ts'
import { interestFilters, interestSort, standingFilters } from '../../interests/contract.ts'

export const exportFormat = z.enum(['csv', 'xlsx'])
export type ExportFormat = z.infer<typeof exportFormat>

const access = { right: 'clients.export' }
const result = z.string().meta({ description: 'A file: text/csv (UTF-8 with a mark, semicolons) or an XLSX book' })

export const exportClients = endpoint({
  method: 'GET',
  path: '/api/v1/exports/clients',
  summary: 'Clients in scope as a file, a row for each contact; filters are those of the list. Limited and audited',
  query: z.object({
    format: exportFormat.default('csv'),
    q: z.string().max(300).optional(),
    responsibleId: id.optional(),
    kind: clientKind.optional(),
    archived: flag.optional(),
    sort: z.enum(['recent', 'name']).default('recent'),
  }),
  result,
  access,
})
export const exportInterests = endpoint({
  method: 'GET',
  path: '/api/v1/exports/interests',
  summary: 'Interests in scope as a file; filters are those of the list. Limited and audited',
  query: z.object({
    format: exportFormat.default('csv'),
    ...standingFilters,
    ...interestFilters,
    sort: interestSort.default('-created'),
  }),
  result,
  access,
})
