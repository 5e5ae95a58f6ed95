# Ciphers, codes and keys: how a vault is locked, and how it is not lost.
. "$HERE/lib.sh"

exits 2 "an unknown cipher is usage" as Ana init --office "Old Port" --kdf interactive --cipher rot13
says err 'xchacha20 or aes256gcm' "and the known ones are named"
exits 0 "a vault in the default cipher" as Ana init --office "Old Port" --kdf interactive
equal "$(od -An -tu1 -j48 -N1 office.townkeep | tr -d ' ')" 1 "is in XChaCha20-Poly1305"
if grep -q '\<aes\>' /proc/cpuinfo; then
    VAULT=aes.townkeep exits 0 "a vault in AES" as Ana init --office "Old Port" --kdf interactive --cipher aes256gcm
    equal "$(od -An -tu1 -j48 -N1 aes.townkeep | tr -d ' ')" 2 "says so in its header"
    VAULT=aes.townkeep exits 0 "takes records" as Ana add party name="Youth House" kind=org
    VAULT=aes.townkeep exits 0 "and verifies" as Ana verify
else
    VAULT=aes.townkeep exits 1 "no AES without the processor's" as Ana init --office "Old Port" --cipher aes256gcm
    says err 'XChaCha20' "and the other cipher is named"
fi
end
