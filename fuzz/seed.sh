#!/bin/sh
# Seeds of the corpora, from the sample lists: run it in this folder. The first byte of a seed chooses the target's way in.
set -eu
samples=../samples
seed() { mkdir -p "corpus/$1"; { printf "$2"; cat; } > "corpus/$1/$3"; }
for file in "$samples"/*.csv "$samples"/*.txt; do
    name=$(basename "$file")
    seed csv '\005' "$name" < "$file"
    head -c 4000 "$file" | seed csv '\005' "short-$name"
    for target in kind encoding dialect; do head -c 4000 "$file" | seed "$target" '' "$name"; done
    for target in dates phones email small class year table mapping; do cut -c 1-400 "$file" | head -n 6 | seed "$target" 'aaaaaa' "$name"; done
done
for file in "$samples"/*.xlsx; do
    name=$(basename "$file")
    seed xlsx '\007' "$name" < "$file"
    seed kind '' "$name" < "$file"
    unzip -p "$file" xl/worksheets/sheet1.xml | head -c 6000 | seed xlsx '\000' "sheet-$name"
    unzip -p "$file" xl/styles.xml | head -c 6000 | seed xlsx '\003' "styles-$name"
    unzip -p "$file" xl/workbook.xml | seed xlsx '\004' "workbook-$name"
    unzip -p "$file" xl/sharedStrings.xml 2>/dev/null | head -c 4000 | seed xlsx '\002' "strings-$name" || true
done
for file in "$samples"/*.xls; do seed xls '\003' "$(basename "$file")" < "$file"; done
for file in "$samples"/*.ods; do
    seed ods '\003' "$(basename "$file")" < "$file"
    unzip -p "$file" content.xml | head -c 8000 | seed ods '\000' content
done
printf '<table><tr><th>Nom</th><th>Classe</th></tr><tr><td rowspan=2>DIOP &eacute;</td><td>6e</td></tr></table>' | seed html '\002' page
printf '<Worksheet ss:Name="L"><Table><Row ss:Index="2"><Cell ss:MergeAcross="1"><Data ss:Type="String">Nom</Data></Cell></Row></Table></Worksheet></Workbook>' | seed spreadsheetml '\001' book
printf '{"do":"default","text":"x"}' | seed transforms '' default
