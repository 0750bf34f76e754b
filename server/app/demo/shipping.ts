import { setImmediate as turn } from 'node:timers/promises'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { type LoadPlan, makeShipments, type Shipment } from './parcels.ts'

/** Shipments made in advance: enough to keep the database busy, few enough for the memory. */
export const IN_ADVANCE = 6

/** Shipments made on this thread, which stays free in between. */
export async function* shipHere(plan: LoadPlan): AsyncGenerator<Shipment> {
  for (const shipment of makeShipments(plan)) {
    yield shipment
    await turn()
  }
}

/** Shipments made on a thread of its own, so that rows are made while those before travel. */
export async function* shipFromThread(plan: LoadPlan): AsyncGenerator<Shipment> {
  const worker = new Worker(new URL('./maker.ts', import.meta.url), {
    workerData: plan,
    // Rows die young and in masses; with a small nursery most of the time would go into collecting them.
    resourceLimits: { maxYoungGenerationSizeMb: 96 },
  })
  const ended = once(worker, 'exit')
  const arrived: Shipment[] = []
  let isOver = false
  let wake = () => {}
  let failure: unknown
  worker.on('message', (shipment: Shipment | null) => {
    if (shipment === null) isOver = true
    else arrived.push(shipment)
    wake()
  })
  worker.on('error', error => {
    failure = error
    wake()
  })
  try {
    for (;;) {
      if (failure !== undefined) throw failure
      const shipment = arrived.shift()
      if (shipment) {
        yield shipment
        const sent = shipment.parcels.map(parcel => parcel.bytes.buffer as ArrayBuffer)
        worker.postMessage(sent, sent)
      } else if (isOver) return
      else
        await new Promise<void>(done => {
          wake = done
        })
    }
  } finally {
    await worker.terminate()
    await ended.catch(() => {})
  }
}
