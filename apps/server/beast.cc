// SPDX-License-Identifier: Apache-2.0
// The compiled parts of Asio and Beast (BOOST_*_SEPARATE_COMPILATION), paid for once.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
