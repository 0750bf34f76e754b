/** Payload of `company.set_up`: rooms ship their directories and scenarios in the same transaction. */
export interface CompanySetUp {
  /** Where the first people work, when there is a department yet. */
  departmentId: string | null
  /** The one who set up asked for believable data to look around in. */
  demo: boolean
}

export const COMPANY_SET_UP = 'company.set_up'

/** An administrator took somebody's second factor away: the person is told. */
export const SECOND_FACTOR_RESET = 'second_factor.reset'
export interface SecondFactorReset {
  userId: string
  /** Null when it was done at the server itself. */
  by: { id: string; name: string } | null
}

/** A key will soon open nothing any more: its owner is told once. */
export const API_KEY_EXPIRES = 'api_key.expires'
export interface ApiKeyExpires {
  userId: string
  key: { id: string; name: string }
  expiresAt: Date
}

/** Somebody does not work here any more: rooms take away what they gave that person, in the same transaction. */
export const USER_DEACTIVATED = 'user.deactivated'
export interface UserDeactivated {
  userId: string
}
