export * from './export/contract.ts'
export * from './import/contract.ts'
