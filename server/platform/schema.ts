// replaced below by generation
export type DB = any
