export * from './funnel/contract.ts'
