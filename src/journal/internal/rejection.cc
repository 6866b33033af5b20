// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/rejection.h"

#include <utility>

namespace meguri {

// A total in mg as a plain decimal in kilograms; beyond what a Mass holds, too.
std::string kilograms(Int128 total_mg) {
  const bool negative = total_mg < 0;
  std::string digits;
  for (Int128 rest = negative ? -total_mg : total_mg; rest > 0; rest /= 10) {
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(rest % 10)));
  }
  constexpr std::size_t decimals = 6;
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  digits.insert(digits.size() - decimals, ".");
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return negative ? "-" + digits : digits;
}

Rejection reject(const EntryDraft& draft, PostStatus status, std::vector<Argument> more_arguments) {
  Rejection rejection;
  rejection.status = status;
  rejection.reason.id = "journal.post_" + std::string(to_text(status));
  rejection.reason.arguments = {{"book", draft.book}, {"client_id", draft.client_id}};
  for (Argument& argument : more_arguments) {
    rejection.reason.arguments.push_back(std::move(argument));
  }
  return rejection;
}

}  // namespace meguri
