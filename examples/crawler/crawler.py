"""Saves the pages that a server lists. `src/main.rs` is the same program, in the same order.

python3.13 crawler.py HOST:PORT FOLDER
"""

import asyncio
import os
import signal
import sys

MIRRORS = ["/mirror/1", "/mirror/2", "/mirror/3"]
AT_ONCE = 3
LIMIT = 3.0
BEAT = 0.1


def main():
    if len(sys.argv) != 3:
        print("usage: crawler HOST:PORT FOLDER", file=sys.stderr)
        return 2
    server, folder = sys.argv[1:]
    status = asyncio.run(program(server, folder))
    print(f"files: {len(os.listdir(folder))}")
    return status


async def program(server, folder):
    saves = set()
    heartbeat = asyncio.create_task(beat(server))
    crawling = asyncio.create_task(crawl(server, folder, saves))
    for number in [signal.SIGINT, signal.SIGTERM]:
        asyncio.get_running_loop().add_signal_handler(number, crawling.cancel)
    try:
        await crawling
        print("done")
        status = 0
    except FetchError as error:
        print(error)
        status = 1
    except asyncio.CancelledError:
        print("interrupted")
        status = 130
    heartbeat.cancel()
    await asyncio.wait([heartbeat])
    print("heartbeat stopped")
    if saves:
        await asyncio.wait(saves)
    return status


async def beat(server):
    """Tells the server again and again that the crawler is alive."""
    while True:
        try:
            await get(server, "/heartbeat")
        except FetchError:
            pass
        await asyncio.sleep(BEAT)


async def crawl(server, folder, saves):
    index = await first_success([get(server, mirror) for mirror in MIRRORS])
    paths = index.split()
    print(f"{len(paths)} pages are listed")
    semaphore = asyncio.Semaphore(AT_ONCE)

    async def limited(path):
        async with semaphore:
            return await page_line(server, folder, saves, path)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(limited(path)) for path in paths]
        for task in tasks:
            print(await task)


async def first_success(coroutines):
    tasks = [asyncio.create_task(coroutine) for coroutine in coroutines]
    try:
        for task in asyncio.as_completed(tasks):
            try:
                return await task
            except FetchError:
                pass
        raise FetchError("no mirror answers")
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def page_line(server, folder, saves, path):
    """Saves a page, and says what became of it."""
    try:
        page = await asyncio.wait_for(get(server, path), LIMIT)
    except TimeoutError:
        return f"{path}: timed out"
    except FetchError as error:
        return f"{path}: {error}"
    saving = asyncio.create_task(save(folder, path, page))
    saves.add(saving)  # the program waits for it at its end
    saving.add_done_callback(saves.discard)
    try:
        await asyncio.shield(saving)
    except OSError:
        return f"{path}: not saved"
    return f"{path}: {len(page.encode())} bytes"


async def save(folder, path, page):
    """Commits a page: its file is complete, or not there."""
    name = path.split("/")[-1]
    part = f"{folder}/{name}.part"
    await asyncio.to_thread(write, part, page)
    await asyncio.to_thread(os.rename, part, f"{folder}/{name}")


def write(file, page):
    with open(file, "w", encoding="utf-8", newline="") as opened:
        opened.write(page)


async def get(server, path):
    """Fetches a page by HTTP."""
    try:
        reader, writer = await asyncio.open_connection(*server.split(":"))
        try:
            request = f"GET {path} HTTP/1.0\r\nHost: {server}\r\n\r\n"
            writer.write(request.encode())
            response = await reader.read()
        finally:
            writer.close()
    except OSError:
        raise FetchError("no connection") from None
    head, _, page = response.decode(errors="replace").partition("\r\n\r\n")
    match head.split():
        case [_, "200", *_]:
            return page
        case [_, status, *_]:
            raise FetchError(f"status {status}")
        case _:
            raise FetchError("no answer")


class FetchError(Exception):
    """Why there is no page."""


if __name__ == "__main__":
    sys.exit(main())
