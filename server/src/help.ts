const HELP = `npm start                          API, web app and worker in one process
npm run berth -- <command>

  web                              API and web app alone
  worker                           automation, deliveries and mails alone
  migrate                          bring the database up to date
  demo                             the sandbox with an imaginary company
  admin create|reset-password      accounts of staff
  api-key create                   a key for scripts
  backup [FILE]                    the whole database in one file, while Berth runs
  restore FILE                     fill an empty database from a backup
  doctor [--json]                  are the books in order? changes nothing
  module new NAME [folder]         write a delivery module to begin with
  openapi                          print the API's description
  help                             this list
`

/** What there is, for whoever asks. */
export async function printHelp(): Promise<void> {
  process.stdout.write(HELP)
}
