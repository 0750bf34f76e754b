/** What was handed over, as it is kept. */
export interface HandedOver {
  typed: string
  content: string
  subject: string | null
  serviceTypeId: string | null
  channelId: string | null
  sourceId: string | null
}

interface Party {
  clientId: string | null
  prospectId: string | null
  interestId: string | null
}

/** The form as its draft keeps it, filled with what a colleague typed: the party taken, the Interest chosen. */
export function decideDraft(body: HandedOver, { clientId, prospectId, interestId }: Party): Record<string, unknown> {
  const { typed, content, subject, serviceTypeId, channelId, sourceId } = body
  return {
    search: typed,
    party: clientId
      ? { kind: 'client', clientId, contactId: null, matched: null }
      : prospectId
        ? { kind: 'prospect', prospectId }
        : { kind: 'none' },
    target: interestId ?? 'new',
    need: { content, ...(subject === null ? {} : { subject }), serviceTypeId, channelId, sourceId },
  }
}
