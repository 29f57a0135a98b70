#!/usr/bin/env bash
# Makes every file of the data folder anew from packages of Debian 12.
# usage: make.sh OUT      needs python3-sklearn 1.2.1 and python3-networkx 2.8.8; fetches the other packages into a temporary folder
set -euo pipefail
make=$(cd "$(dirname "$0")" && pwd)
out=$(mkdir -p "$1" && cd "$1" && pwd)
packages=$(mktemp -d)
trap 'rm -rf "$packages"' EXIT
cd "$packages"

apt-get download \
  r-cran-janeaustenr=1.0.0-1 r-cran-modeldata=1.1.0-1 dataset-fashion-mnist=0.0~git20200523.55506a9-1 \
  python3-statsmodels=0.13.5+dfsg-7 wordnet-base=1:3.0-37 bible-kjv=4.38 bible-kjv-text=4.38
for package in *.deb; do dpkg -x "$package" unpacked; done

python3 "$make/austen.py" unpacked "$out/austen.txt.gz"
unpacked/usr/bin/bible -p unpacked/usr/lib gen1:1-rev22:21 </dev/null | python3 "$make/packed.py" "$out/king-james-bible.txt.gz"
python3 "$make/tables.py" "$out"
python3 "$make/graphs.py" "$out"
python3 "$make/series.py" unpacked/usr/lib/python3/dist-packages/statsmodels/datasets "$out"
python3 "$make/meats.py" unpacked "$out"
python3 "$make/wordnet_nouns.py" unpacked/usr/share/wordnet "$out"
python3 "$make/wordnet_knowledge.py" unpacked/usr/share/wordnet "$out"
for part in images-idx3 labels-idx1; do
  cp unpacked/usr/share/datasets/fashion-mnist/t10k-$part-ubyte.gz "$out/fashion-mnist-$part-ubyte.gz"
done
