#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the tables of packs/japan-base from a folder with municipalities.csv.

municipalities.csv is the municipal basic data of e-Stat, one row per municipality and special
ward, under these headers: city_code, pref, city, kana, romaji, office_lat, office_lon and the
statistics listed in STATISTICS below. The product never runs this script; it stands here so that
anybody can make the tables again from the official data.

usage: make_japan_base.py INPUT_FOLDER PACK_FOLDER
"""
import csv
import sys
from fractions import Fraction
from pathlib import Path

# Our column, the column of the input.
STATISTICS = [
    ("area_km2", "area_km2_2026"),
    ("census_population", "population_2020"),
    ("census_households", "households_2020"),
    ("establishments", "establishments_2021"),
    ("manufacturing_establishments", "est_manufacturing_2021"),
    ("employees", "emp_total_2021"),
    ("manufacturing_employees", "emp_manufacturing_2021"),
    ("farm_households", "farm_households_commercial_2019"),
    ("pupils", "pupils_elem_jhs_2024"),
    ("retail_stores", "retail_stores_2021"),
    ("restaurants", "restaurants_2021"),
    ("hospitals", "hospitals_2023"),
]

# Code, name, reading, romanised name, capital (whose office stands for the prefecture on a map).
PREFECTURES = """
01 北海道 ほっかいどう Hokkaido 01100
02 青森県 あおもりけん Aomori-ken 02201
03 岩手県 いわてけん Iwate-ken 03201
04 宮城県 みやぎけん Miyagi-ken 04100
05 秋田県 あきたけん Akita-ken 05201
06 山形県 やまがたけん Yamagata-ken 06201
07 福島県 ふくしまけん Fukushima-ken 07201
08 茨城県 いばらきけん Ibaraki-ken 08201
09 栃木県 とちぎけん Tochigi-ken 09201
10 群馬県 ぐんまけん Gunma-ken 10201
11 埼玉県 さいたまけん Saitama-ken 11100
12 千葉県 ちばけん Chiba-ken 12100
13 東京都 とうきょうと Tokyo-to 13104
14 神奈川県 かながわけん Kanagawa-ken 14100
15 新潟県 にいがたけん Niigata-ken 15100
16 富山県 とやまけん Toyama-ken 16201
17 石川県 いしかわけん Ishikawa-ken 17201
18 福井県 ふくいけん Fukui-ken 18201
19 山梨県 やまなしけん Yamanashi-ken 19201
20 長野県 ながのけん Nagano-ken 20201
21 岐阜県 ぎふけん Gifu-ken 21201
22 静岡県 しずおかけん Shizuoka-ken 22100
23 愛知県 あいちけん Aichi-ken 23100
24 三重県 みえけん Mie-ken 24201
25 滋賀県 しがけん Shiga-ken 25201
26 京都府 きょうとふ Kyoto-fu 26100
27 大阪府 おおさかふ Osaka-fu 27100
28 兵庫県 ひょうごけん Hyogo-ken 28100
29 奈良県 ならけん Nara-ken 29201
30 和歌山県 わかやまけん Wakayama-ken 30201
31 鳥取県 とっとりけん Tottori-ken 31201
32 島根県 しまねけん Shimane-ken 32201
33 岡山県 おかやまけん Okayama-ken 33100
34 広島県 ひろしまけん Hiroshima-ken 34100
35 山口県 やまぐちけん Yamaguchi-ken 35203
36 徳島県 とくしまけん Tokushima-ken 36201
37 香川県 かがわけん Kagawa-ken 37201
38 愛媛県 えひめけん Ehime-ken 38201
39 高知県 こうちけん Kochi-ken 39201
40 福岡県 ふくおかけん Fukuoka-ken 40130
41 佐賀県 さがけん Saga-ken 41201
42 長崎県 ながさきけん Nagasaki-ken 42201
43 熊本県 くまもとけん Kumamoto-ken 43100
44 大分県 おおいたけん Oita-ken 44201
45 宮崎県 みやざきけん Miyazaki-ken 45201
46 鹿児島県 かごしまけん Kagoshima-ken 46201
47 沖縄県 おきなわけん Okinawa-ken 47201
"""

TOKYO_WARDS = "13100"  # the 23 special wards, which report waste as one unit


def check_digit(code):
    """The sixth digit of a local government code: weights 6..2, modulus 11."""
    total = sum(int(digit) * weight for digit, weight in zip(code, (6, 5, 4, 3, 2)))
    return str((11 - total % 11) % 10)


def is_ward(code):
    return code.startswith("131")


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def places(towns):
    yield ["JP", "", "nation", "", "日本", "にほん", "Japan", "", "", ""]
    by_code = {town["city_code"]: town for town in towns}
    for line in PREFECTURES.split("\n")[1:-1]:
        code, name, kana, romaji, capital = line.split()
        office = by_code[capital]
        yield [code, code + "000" + check_digit(code + "000"), "prefecture", "JP", name, kana,
               romaji, office["office_lat"], office["office_lon"], ""]
    shinjuku = by_code["13104"]
    yield [TOKYO_WARDS, TOKYO_WARDS + check_digit(TOKYO_WARDS), "municipality", "13", "東京23区",
           "とうきょうにじゅうさんく", "Tokyo 23 wards", shinjuku["office_lat"],
           shinjuku["office_lon"], ""]
    for town in towns:
        code = town["city_code"]
        yield [code, code + check_digit(code), "ward" if is_ward(code) else "municipality",
               code[:2], town["city"], town["kana"], town["romaji"], town["office_lat"],
               town["office_lon"], TOKYO_WARDS if is_ward(code) else ""]


def plain(value):
    """A fraction with a finite decimal expansion, written without a loss."""
    whole = value.numerator / value.denominator
    return str(value.numerator) if value.denominator == 1 else f"{whole:.2f}"


def main():
    source, pack = Path(sys.argv[1]), Path(sys.argv[2])
    with open(source / "municipalities.csv", encoding="utf-8-sig", newline="") as lines:
        towns = sorted(csv.DictReader(lines), key=lambda town: town["city_code"])
    write(pack / "tables/places.csv",
          ["code", "code6", "level", "parent", "name_ja", "name_kana", "name_romaji", "latitude",
           "longitude", "reports_as"], places(towns))
    header = ["code"] + [ours for ours, _ in STATISTICS]
    write(pack / "tables/statistics.csv", header,
          ([town["city_code"]] + [town[theirs] for _, theirs in STATISTICS] for town in towns))
    wards = [town for town in towns if is_ward(town["city_code"])]
    sums = [plain(sum(Fraction(ward[theirs]) for ward in wards)) for _, theirs in STATISTICS]
    write(pack / "tables/tokyo_23_wards.csv", header, [[TOKYO_WARDS] + sums])
    print(f"japan-base: {len(towns)} municipalities and wards", file=sys.stderr)


if __name__ == "__main__":
    main()
