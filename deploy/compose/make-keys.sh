#!/usr/bin/env bash
# Makes the keys of docker-compose.yml's masked federation, each into the volume of whoever uses it, and once: a second
# run finds them and ends. It stands in for people who would make their own keys apart and hand on the public halves
# alone (docs/mask-helper.md); all of it on one machine is for trying things.
set -euo pipefail
umask 077

federation=digits
# User and group of the images.
owner=10001:10001
keys=/keys

tributary() {
  java -cp '/opt/tributary/lib/*' dev.tributary.operator.command.TributaryCommand "$@"
}

# As docs/protocol.md derives it: the first 16 bytes of HMAC-SHA256(secret, federation) in hexadecimal digits.
pseudonym() { # SECRET-FILE
  printf %s "$federation" |
    openssl dgst -sha256 -mac HMAC -macopt "hexkey:$(od -An -v -tx1 "$1" | tr -d ' \n')" | sed 's/.*= *//' | cut -c 1-32
}

if [[ -f $keys/public/helper-root ]]; then
  echo "keys are there"
  exit 0
fi
# What an interrupted run left is of no use to anybody.
rm -rf "$keys"/{authority,mask-helper,client-*}/{authority.key,keys,secret}

authority=$(tributary keys authority --key $keys/authority/authority.key)
root=$(tributary keys helper --directory $keys/mask-helper/keys)
cat >$keys/mask-helper/keys/helper.properties <<PROPERTIES
root.key.file=root.key
noise.key.file=noise.key
authority.public.key=$authority
epoch.directory=../epochs
PROPERTIES

for client in "$keys"/client-*; do
  openssl rand -out "$client/secret" 32
  public=$(tributary keys client --key "$client/keys/client.key")
  tributary keys enrol --federation "$federation" --authority-key $keys/authority/authority.key \
    --client-key "$public" --client-id "$(pseudonym "$client/secret")" --certificate "$client/keys/certificate"
  chown -R "$owner" "$client"
done
chown -R "$owner" $keys/mask-helper

# For everybody, and last: an option, which commands read by @FILE.
umask 022
mkdir -p $keys/public
chmod 755 $keys/public
echo "--helper-root $root" >$keys/public/helper-root.new
mv $keys/public/helper-root.new $keys/public/helper-root
echo "keys made; the mask helper's root key is $root"
