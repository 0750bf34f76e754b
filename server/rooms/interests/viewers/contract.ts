import { byId, endpoint, list } from '../../../platform/contract.ts'
import { viewer } from '../../access/explaining/contract.ts'

export const listInterestViewers = endpoint({
  method: 'GET',
  path: '/api/v1/interests/:id/access',
  summary: 'Who sees this Interest, and by which rules, the nearest first',
  params: byId,
  result: list(viewer),
})
