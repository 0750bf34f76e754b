import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { Spare } from './copy.ts'
import { type LoadPlan, makeShipments } from './parcels.ts'
import { IN_ADVANCE } from './shipping.ts'

// A thread of its own, started by shipping.ts: makes shipments, a few ahead of those that were taken.
const port = parentPort
if (port === null) throw new Error('started by shipping.ts only')
const spare = new Spare()
let ahead = 0
port.on('message', (sent: readonly ArrayBuffer[]) => {
  for (const memory of sent) spare.giveBack(memory)
  ahead--
})
for (const shipment of makeShipments(workerData as LoadPlan, spare)) {
  port.postMessage(
    shipment,
    shipment.parcels.map(parcel => parcel.bytes.buffer as ArrayBuffer),
  )
  ahead++
  while (ahead >= IN_ADVANCE) await once(port, 'message')
}
port.postMessage(null)
port.close()
