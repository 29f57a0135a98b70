# A real SMTP server (aiosmtpd) that takes, refuses, puts off, stalls or drops, as the recipient's name asks; what it takes it prints as a line of JSON.
import asyncio, email, json, os, sys
from aiosmtpd.smtp import SMTP

class Handler:
    tries = {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        self.tries[name] = self.tries.get(name, 0) + 1
        if name == "gone": return "550 5.1.1 no such reader"
        if name == "later" and self.tries[name] == 1: return "451 4.3.0 later"
        if name == "stall" and self.tries[name] == 1: await asyncio.sleep(3600)
        if name == "drop" and self.tries[name] == 1:
            server.transport.abort()
            return "421 bye"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].split("@")[0]
        if name == "disliked": return "554 5.6.0 we do not like it"
        message = email.message_from_bytes(envelope.content)
        parts = [part.get_payload(decode=True).decode() for part in message.walk() if not part.is_multipart()]
        print(json.dumps({"to": envelope.rcpt_tos, "id": message["Message-ID"], "subject": str(email.header.make_header(email.header.decode_header(message["Subject"]))), "parts": parts, "text": envelope.content.decode("latin-1")}), flush=True)
        return "250 taken"

async def main():
    loop = asyncio.get_running_loop()
    # Any free port, so that nobody can take it between choosing and listening.
    server = await loop.create_server(lambda: SMTP(Handler(), hostname="127.0.0.1", loop=loop), "127.0.0.1", 0)
    print(f"ready {server.sockets[0].getsockname()[1]}", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    # A stalled talk would be waited for.
    os._exit(0)

asyncio.run(main())
