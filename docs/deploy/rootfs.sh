#!/bin/sh
# Lays out the files of the image: rootfs.sh PROGRAM DIRECTORY
# The program, the libraries that it is linked with, and the system's CA certificates.
set -eu
program=$1 root=$2
mkdir -p "$root/bin" "$root/etc/ssl/certs" "$root/tmp"
cp "$program" "$root/bin/server"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
# glibc loads the libraries for DNS names at run time.
for library in $(ldd "$program" | grep -o '/[^ ]*') /lib/*/libnss_dns.so.2 /lib/*/libresolv.so.2; do
    mkdir -p "$root/$(dirname "$library")"
    cp -L "$library" "$root/$library"
done
printf 'hosts: files dns\n' > "$root/etc/nsswitch.conf"
