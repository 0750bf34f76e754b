import { byId, endpoint, list } from '../../../platform/contract.ts'
import { viewer } from '../../access/explaining/contract.ts'

export const listActivityViewers = endpoint({
  method: 'GET',
  path: '/api/v1/activities/:id/access',
  summary: 'Who sees this task or interaction, and by which rules, the nearest first',
  params: byId,
  result: list(viewer),
})
