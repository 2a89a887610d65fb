#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""locked.py PLAIN PASSWORD ROUNDS OUT: an Office package behind a password, the agile way.

As [MS-OFFCRYPTO] 2.3.4.10 has it (SHA-512, AES-256 in CBC), written from the specification
with Python's hashlib and openssl(1), so that the reader is held against something that is
not its own code.  LibreOffice writes the standard encryption, .doc, .odt and .pdf.
"""
import base64
import hashlib
import os
import struct
import subprocess
import sys

SECTOR, MINI, FREE, END, FAT = 512, 64, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
FOR_VERIFIER, FOR_HASH, FOR_KEY = bytes.fromhex("fea7d2763b4b9e79"), bytes.fromhex("d7aa0f6d3061344e"), bytes.fromhex("146e0be7abacd0d6")


def aes(key, iv, plain):
    plain += b"\0" * (-len(plain) % 16)
    return subprocess.run(["openssl", "enc", "-aes-256-cbc", "-nopad", "-K", key.hex(), "-iv", iv[:16].hex()], input=plain, stdout=subprocess.PIPE, check=True).stdout


def sha(*pieces):
    return hashlib.sha512(b"".join(pieces)).digest()


def text(b):
    return base64.b64encode(b).decode()


def descriptor(password, rounds, key, data_salt):
    salt, verifier = os.urandom(16), os.urandom(16)
    hash_ = sha(salt, password.encode("utf-16le"))
    for i in range(min(rounds, 200000)):
        hash_ = sha(struct.pack("<I", i), hash_)
    wrap = lambda purpose, plain: text(aes(sha(hash_, purpose)[:32], salt, plain))
    scheme = 'saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"'
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?><encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" '
            'xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
            f'<keyData {scheme} saltValue="{text(data_salt)}"/><dataIntegrity encryptedHmacKey="" encryptedHmacValue=""/>'
            '<keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password">'
            f'<p:encryptedKey spinCount="{rounds}" {scheme} saltValue="{text(salt)}" encryptedVerifierHashInput="{wrap(FOR_VERIFIER, verifier)}" '
            f'encryptedVerifierHashValue="{wrap(FOR_HASH, sha(verifier))}" encryptedKeyValue="{wrap(FOR_KEY, key)}"/>'
            '</keyEncryptor></keyEncryptors></encryption>').encode()


def package(plain, key, data_salt):
    out = struct.pack("<Q", len(plain))
    for i in range(0, len(plain), 4096):
        out += aes(key, sha(data_salt, struct.pack("<I", i // 4096)), plain[i:i + 4096])
    return out


def padded(b, size):
    return b + b"\0" * (-len(b) % size)


def entry(name, kind, child, start, size, right=FREE):
    wide = name.encode("utf-16le") + b"\0\0"
    return struct.pack("<64sHBBIII16sIQQIQ", wide, len(wide), kind, 1, FREE, right, child, b"", 0, 0, 0, start, size)


def compound(info, big):
    """[MS-CFB]: the short stream in the mini stream, the long one in sectors of its own."""
    mini, fat = padded(info, MINI), []
    mini_sectors, big_sectors = -(-len(mini) // SECTOR), -(-len(big) // SECTOR)
    chain = lambda n: [len(fat) + i + 1 for i in range(n - 1)] + [END]
    fat += [END, END]                                   # directory, mini FAT
    mini_at = len(fat)
    fat += chain(mini_sectors)
    big_at = len(fat)
    fat += chain(big_sectors)
    fat_sectors = 1
    while len(fat) + fat_sectors > fat_sectors * SECTOR // 4:
        fat_sectors += 1
    fat_at = len(fat)
    fat += [FAT] * fat_sectors
    fat += [FREE] * (fat_sectors * SECTOR // 4 - len(fat))
    n = len(mini) // MINI
    mini_fat = [i + 1 for i in range(n - 1)] + [END] + [FREE] * (SECTOR // 4 - n)
    directory = entry("Root Entry", 5, 1, mini_at, len(mini)) + entry("EncryptedPackage", 2, FREE, big_at, len(big), 2) + entry("EncryptionInfo", 2, FREE, 0, len(info)) + b"\0" * 128
    header = struct.pack("<8s16sHHHHH6sIIIIIIIIII", bytes.fromhex("d0cf11e0a1b11ae1"), b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, fat_sectors, 0, 0, 4096, 1, 1, END, 0, fat_at)
    header += b"".join(struct.pack("<I", fat_at + i if i < fat_sectors else FREE) for i in range(1, 109))
    words = lambda table: b"".join(struct.pack("<I", x) for x in table)
    return header + directory + words(mini_fat) + padded(mini, SECTOR) + padded(big, SECTOR) + words(fat)


def main():
    plain, password, rounds, out = sys.argv[1:]
    key, data_salt = os.urandom(32), os.urandom(16)
    info = struct.pack("<HHI", 4, 4, 0x40) + descriptor(password, int(rounds), key, data_salt)
    with open(out, "wb") as f:
        f.write(compound(info, package(open(plain, "rb").read(), key, data_salt)))


main()
