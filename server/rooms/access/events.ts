/** Payload of `company.set_up`: rooms ship their directories and scenarios in the same transaction. */
export interface CompanySetUp {
  /** Where the first people work, when there is a department yet. */
  departmentId: string | null
  /** The one who set up asked for believable data to look around in. */
  demo: boolean
}

export const COMPANY_SET_UP = 'company.set_up'
