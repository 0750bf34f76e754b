import { historyOf } from '../../clients/history/contract.ts'

export const interestHistory = historyOf('interests', 'an Interest')
