// SPDX-License-Identifier: Apache-2.0
// What columns are called, in Japanese and English, by people who keep weighings and manifests.
#include <algorithm>
#include <array>
#include <map>
#include <span>

#include "base/text.h"
#include "intake/exact_unit.h"
#include "intake/internal/header_guess.h"

namespace meguri {
namespace {

struct Words {
  ImportField field;
  std::string_view words;  // separated by |; the surest first
};

constexpr std::array<Words, import_fields_count> table = {{
    {ImportField::book, "book|帳簿|帳簿id|台帳"},
    {ImportField::kind, "kind|区分|取引区分|種別|異動区分|受払区分|entry kind|transaction type"},
    {ImportField::date,
     "date|日付|年月日|取引日|計量日|計量日時|搬入日|受入日|搬出日|出荷日|入荷日|引渡日|引取日|"
     "処理日|処分日|回収日|交付年月日|交付日|伝票日付|event date|event from|day|日時|実施日"},
    {ImportField::until, "until|終了日|期末日|至|end date|event until|終了日時"},
    {ImportField::client_id,
     "client id|client_id|管理番号|整理番号|受付番号|計量番号|明細番号|record id|row id|id|通番"},
    {ImportField::entry, "entry|entry id|仕訳|仕訳番号|仕訳id"},
    {ImportField::from,
     "from|搬入元|搬出元|移動元|出荷元|排出元|排出事業者|排出事業場|発生元|仕入先|引取元|供給元|"
     "荷主|払出元|source|origin site|shipper|from site"},
    {ImportField::from_lot, "from lot|元ロット|払出ロット|使用ロット|投入ロット|source lot"},
    {ImportField::to,
     "to|搬入先|搬出先|移動先|納入先|出荷先|処分先|処理先|引渡先|保管場所|受入先|destination|"
     "consignee|to site|受入場所"},
    {ImportField::to_lot, "to lot|先ロット|ロット|ロット番号|ロットno|lot|lot no|batch|受入ロット"},
    {ImportField::line_site, "line site|line_site|勘定|口座|account"},
    {ImportField::lot, "lot|ロット|ロット番号|ロットno|lot no|batch"},
    {ImportField::site, "site|場所|事業場|事業所|施設|工場|facility|plant|location"},
    {ImportField::material,
     "material|品目|品名|物質|種類|廃棄物の種類|廃棄物種類|素材|材質|商品名|品種|item|commodity|"
     "product|material name|goods"},
    {ImportField::to_material, "to material|変換後品目|製品品目|処理後品目"},
    {ImportField::mass,
     "mass|正味重量|正味|重量|質量|数量|搬入量|搬出量|受入量|処理量|処分量|回収量|排出量|計量値|"
     "net weight|weight|quantity|qty|amount|mass kg|mass t|net|重さ"},
    {ImportField::unit, "unit|単位|uom|数量単位|重量単位|unit of measure"},
    {ImportField::density, "density|密度|比重|かさ密度|単位体積重量|換算係数"},
    {ImportField::moisture, "moisture|含水率|水分|水分率|water content"},
    {ImportField::uncertainty, "uncertainty|不確かさ|誤差|±"},
    {ImportField::pieces, "pieces|個数|台数|本数|枚数|袋数|piece count|count"},
    {ImportField::volume, "volume|容積|体積|容量|立米数"},
    {ImportField::energy, "energy|電力量|エネルギー|発熱量|使用電力量"},
    {ImportField::money, "money|金額|料金|代金|税込金額|税抜金額|処理費|price|cost|amount yen"},
    {ImportField::origin, "origin|由来|起源|再生材区分|origin class"},
    {ImportField::counterparty,
     "counterparty|取引先|取引先名|相手先|顧客|顧客名|業者名|運搬業者|収集運搬業者|partner|"
     "customer|supplier|vendor"},
    {ImportField::evidence,
     "evidence|伝票番号|伝票no|マニフェスト番号|マニフェスト|交付番号|管理票番号|計量票|計量票番号|"
     "納品書番号|送り状番号|document|document no|manifest|manifest no|manifest number|slip no|"
     "ticket|voucher|証憑"},
    {ImportField::note, "note|備考|摘要|メモ|コメント|特記事項|remarks|remark|comment|memo|notes"},
    {ImportField::actor, "actor|担当者|記録者|入力者|計量者|operator|recorded by|担当"},
    {ImportField::shipment, "shipment|出荷番号|発送番号"},
    {ImportField::deadline, "deadline|期限|受領期限|due date"},
    {ImportField::corrects, "corrects|訂正対象|訂正元"},
}};

constexpr int exact_score = 1'000;
constexpr int within_score = 100;
constexpr std::size_t shortest_within = 6;  // bytes: two characters of Japanese

struct Word {
  ImportField field;
  std::string key;
  int rank = 0;  // among the words of its field
};

const std::vector<Word>& all_words() {
  static const std::vector<Word> words = [] {
    std::vector<Word> result;
    for (const Words& row : table) {
      std::string_view rest = row.words;
      for (int rank = 0; !rest.empty(); ++rank) {
        const std::size_t length = std::min(rest.find('|'), rest.size());
        result.push_back({row.field, match_key(rest.substr(0, length)), rank});
        rest.remove_prefix(std::min(length + 1, rest.size()));
      }
    }
    return result;
  }();
  return words;
}

void match_part(const std::string& key, int bonus, std::map<ImportField, int>& scores) {
  if (key.empty()) return;
  for (const Word& word : all_words()) {
    int score = 0;
    if (key == word.key) {
      score = exact_score - word.rank;
    } else if (word.key.size() >= shortest_within && key.find(word.key) != std::string::npos) {
      score = within_score + static_cast<int>(word.key.size()) - word.rank;
      // What a name ends in says what it is: 廃棄物の重量 is a 重量.
      if (key.ends_with(word.key)) score += within_score;
    }
    if (score == 0) continue;
    int& best = scores[word.field];
    best = std::max(best, score + bonus);
  }
}

}  // namespace

std::vector<FieldMatch> matching_fields(std::string_view header) {
  std::map<ImportField, int> scores;
  const std::string plain = without_unit(header);
  match_part(match_key(plain), 0, scores);
  // Of a header of two rows the lower one says more.
  const std::size_t cut = plain.rfind(" / ");
  if (cut != std::string::npos) {
    match_part(match_key(plain.substr(cut + 3)), -10, scores);
    match_part(match_key(plain.substr(0, cut)), -300, scores);
  }
  std::vector<FieldMatch> matches;
  for (const auto& [field, score] : scores)
    if (score > 0) matches.push_back({field, score});
  std::ranges::stable_sort(matches, std::greater<>(), &FieldMatch::score);
  return matches;
}

}  // namespace meguri
