import { describe, expect, it } from 'vitest'
import { hostOf, reachOf } from './addresses.ts'
import { callOut, checkHost, isCallable } from './calling.ts'

/** Ways to write a place that is nobody's business, as a person or an attacker writes them in an address. */
const SPELLINGS = [
  '127.0.0.1', '127.1', '127.0.1', '127.255.255.254', '0177.0.0.1', '0x7f.0.0.1', '0x7f.1', '0x7f000001', '2130706433',
  '017700000001', '127.0.0.1.', '①②⑦.⓪.⓪.①', '１２７.0.0.1', '0', '0.0.0.0', '0.0', '0x0', '[::]', '[::1]', '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[::7f00:1]', '[0:0:0:0:0:ffff:7f00:0001]', '10.0.0.1',
  '10.255.255.255', '012.0.0.1', '0xa.0.0.1', '167772161', '172.16.0.1', '172.31.255.255', '0xac.0x10.0.1', '192.168.0.1',
  '192.168.1.1', '0xc0a80101', '3232235777', '192.168.257', '[::ffff:192.168.0.1]', '[::ffff:c0a8:1]', '169.254.169.254',
  '0xa9fea9fe', '2852039166', '0251.0376.0251.0376', '[::ffff:169.254.169.254]', '[::ffff:a9fe:a9fe]', '169.254.1.1',
  '100.64.0.1', '100.127.255.255', '198.18.0.1', '192.0.2.1', '198.51.100.7', '203.0.113.9', '224.0.0.1', '239.255.255.255',
  '240.0.0.1', '255.255.255.255', '192.0.0.8', '[fc00::1]', '[fd12:3456:789a::1]', '[fe80::1]', '[febf::1]', '[fec0::1]',
  '[ff02::1]', '[64:ff9b::7f00:1]', '[64:ff9b::a00:1]', '[2002:7f00:1::]', '[2002:a00:1::]', '[2001:0:1::1]', '[2001:db8::1]',
  '[100::1]', '[::ffff:10.0.0.1]', '[::ffff:0:127.0.0.1]',
] // biome-ignore format: a table

describe('a place that is not the internet', () => {
  it('is not called, however it is written', async () => {
    expect(SPELLINGS.length).toBeGreaterThanOrEqual(60)
    const reached: string[] = []
    for (const spelling of SPELLINGS) {
      const url = `https://${spelling}/.well-known/openid-configuration`
      const answer = await callOut(url, { method: 'GET', headers: {} }, { privateHosts: [] }).catch(
        (error: { reason?: string }) => error.reason,
      )
      if (answer !== 'address') reached.push(`${spelling}: ${String(answer)}`)
    }
    expect(reached).toEqual([])
  })

  it('is not called by a name either, when any of its addresses is such a place', async () => {
    const answers = [
      { address: '93.184.216.34', family: 4 },
      { address: '10.1.2.3', family: 4 },
    ]
    const asked = checkHost('id.example.com', { privateHosts: [], resolve: async () => answers })
    await expect(asked).rejects.toMatchObject({ reason: 'address' })
  })

  it('is called when an administrator has named it, but for this link and for many at once', async () => {
    const resolve = async () => [{ address: '10.1.2.3', family: 4 }]
    expect(await checkHost('dc1.firma.local', { privateHosts: ['DC1.firma.local'], resolve })).toEqual({
      address: '10.1.2.3',
      family: 4,
    })
    for (const address of ['169.254.169.254', '0.0.0.0', '224.0.0.1']) {
      const refused = checkHost(address, { privateHosts: [address] })
      await expect(refused, address).rejects.toMatchObject({ reason: 'address' })
    }
  })
})

it('is asked for its name once: the connection goes to the address that was checked', async () => {
  let times = 0
  const resolve = async () => [{ address: times++ === 0 ? '93.184.216.34' : '127.0.0.1', family: 4 }]
  expect((await checkHost('rebinding.example.com', { privateHosts: [], resolve })).address).toBe('93.184.216.34')
  expect(times).toBe(1)
})

it('tells the internet from our own network', () => {
  for (const address of ['93.184.216.34', '8.8.8.8', '2a00:1450:4010:c0f::8a', '2606:4700::1111', '::ffff:8.8.8.8']) {
    expect(reachOf(address), address).toBe('public')
  }
  expect(reachOf('192.168.1.1')).toBe('inner')
  expect(reachOf('fe80::1%eth0')).toBe('never')
  expect(reachOf('example.com')).toBe('never')
})

it('is called over https, plain only inside of this machine and where that is named; never with a password in it', () => {
  const may = (address: string, ...privateHosts: string[]) => isCallable(new URL(address), privateHosts)
  expect(may('https://id.example.com/realms/a')).toBe(true)
  expect(may('https://id.example.com:8443/')).toBe(true)
  expect(may('https://id.example.com:22/')).toBe(false)
  expect(may('https://id.firma.local:4443/', 'id.firma.local')).toBe(true)
  expect(may('http://id.example.com/')).toBe(false)
  expect(may('http://id.firma.local/', 'id.firma.local')).toBe(false)
  expect(may('http://127.0.0.1:8080/')).toBe(false)
  expect(may('http://127.0.0.1:8080/', '127.0.0.1')).toBe(true)
  expect(may('https://anna:secret@id.example.com/')).toBe(false)
  for (const address of ['file:///etc/passwd', 'ftp://id.example.com/', 'data:text/plain,x', 'gopher://127.0.0.1/']) {
    expect(may(address, '127.0.0.1'), address).toBe(false)
  }
  expect(hostOf(new URL('https://[::1]:8443/'))).toBe('::1')
  expect(hostOf(new URL('https://ID.Example.com./'))).toBe('id.example.com')
})
