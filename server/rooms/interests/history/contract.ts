import { historyOf } from '../../clients/history/contract.ts'
import { changeInterest } from '../contract.ts'

export const interestHistory = historyOf('interests', 'an Interest', changeInterest.problems)
