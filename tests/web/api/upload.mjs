// Upload a file with tus-js-client: node upload.mjs FILE ENDPOINT COOKIE TOKEN
import { createReadStream } from 'node:fs'
import { Upload } from 'tus-js-client'

const [file, endpoint, cookie, token] = process.argv.slice(2)
const upload = new Upload(createReadStream(file), {
  endpoint,
  chunkSize: Infinity,
  uploadSize: (await import('node:fs')).statSync(file).size,
  retryDelays: [100, 200, 400],
  headers: { Cookie: cookie, 'X-CSRFToken': token },
  metadata: { filename: 'Pedro Páramo.mov' },
  onShouldRetry: () => {
    console.log('again')
    return true
  },
  onError: (error) => {
    console.error(String(error))
    process.exit(1)
  },
  onSuccess: () => console.log(upload.url),
})
upload.start()
