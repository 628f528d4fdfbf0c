//! Where a webhook may go: to public addresses alone, unless others are allowed.
//!
//! Otherwise a person who may name a webhook could have the relay send requests to machines inside
//! its own network. The check is in the name resolution: the client connects to the addresses that
//! were checked, so that a name that resolves to another address the next time gains nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Decides which addresses a webhook may have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guard {
    allow_private: bool,
}

/// A name that leads to no address that is allowed.
#[derive(Debug, thiserror::Error)]
#[error("{name} is at {} alone, and private addresses are not allowed", written(.addresses))]
struct Forbidden {
    name: String,
    addresses: Vec<IpAddr>,
}

impl Guard {
    pub(super) fn new(allow_private: bool) -> Self {
        Self { allow_private }
    }

    /// Says what is wrong with an address that is written out in the URL. No name is resolved.
    pub(super) fn check(self, url: &Url) -> Result<(), String> {
        let host = url.host_str().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        match host.parse() {
            Ok(address) if !self.allows(address) => Err(format!(
                "{address} is no public address, and private ones are not allowed"
            )),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    fn allows(self, address: IpAddr) -> bool {
        self.allow_private || is_public(address)
    }

    async fn resolved(self, name: String) -> Result<Vec<SocketAddr>, Failed> {
        let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
        let (allowed, others): (Vec<_>, Vec<_>) = found.partition(|it| self.allows(it.ip()));
        if allowed.is_empty() {
            let addresses = others.iter().map(SocketAddr::ip).collect();
            return Err(Forbidden { name, addresses }.into());
        }
        Ok(allowed)
    }
}

type Failed = Box<dyn std::error::Error + Send + Sync>;

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let (guard, name) = (*self, name.as_str().to_owned());
        Box::pin(async move {
            let allowed = guard.resolved(name).await?;
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

fn written(addresses: &[IpAddr]) -> String {
    let addresses = addresses.iter().map(IpAddr::to_string);
    addresses.collect::<Vec<_>>().join(", ")
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// What the registry of special-purpose addresses does not have, nor multicast.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = match (a, b, c) {
        // This network, private use, loopback, and all that is reserved, with multicast.
        (0 | 10 | 127 | 224..=255, _, _) => true,
        // Shared by the customers of a provider.
        (100, 64..=127, _) => true,
        // Link-local.
        (169, 254, _) => true,
        // Private use.
        (172, 16..=31, _) | (192, 168, _) => true,
        // Protocols, documentation and measurements.
        (192, 0, 0 | 2) | (192, 88, 99) | (198, 18 | 19, _) | (198, 51, 100) | (203, 0, 113) => {
            true
        }
        _ => false,
    };
    !special
}

/// Global unicast, without what is set aside in it for protocols and documentation, and what
/// stands for an IPv4 address by way of a gateway that is public.
fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            is_public_v4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)))
        }
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public(address: &str) -> bool {
        is_public(address.parse().expect("an address"))
    }

    #[test]
    fn what_is_within_a_network_is_not_public() {
        for address in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.8.8.8",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.0.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::8.8.8.8",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!public(address), "{address}");
        }
    }

    #[test]
    fn what_anybody_may_have_is_public() {
        for address in [
            "1.1.1.1",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "223.255.255.254",
            "2001:4860:4860::8888",
            "2606:4700::1111",
            "2a00:1450::1",
            "64:ff9b::8.8.8.8",
        ] {
            assert!(public(address), "{address}");
        }
    }

    #[test]
    fn an_address_in_a_url_is_seen_however_it_is_written() {
        for url in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f.0.0.1/",
            "http://0177.0.0.1/",
            "http://user@10.0.0.1:8080/",
            "http://[::1]:80/",
            "http://[::ffff:10.0.0.1]/",
        ] {
            let url = Url::parse(url).expect("a URL");
            assert!(Guard::new(false).check(&url).is_err(), "{url}");
            assert!(Guard::new(true).check(&url).is_ok(), "{url}");
        }
        let url = Url::parse("https://desk.example/").expect("a URL");
        assert!(Guard::new(false).check(&url).is_ok());
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_leads_nowhere() {
        let name = || "localhost".to_owned();
        let error = Guard::new(false)
            .resolved(name())
            .await
            .expect_err("inside");
        let said = error.to_string();
        assert!(said.starts_with("localhost is at "), "{said}");
        assert!(
            said.ends_with(" private addresses are not allowed"),
            "{said}"
        );
        let found = Guard::new(true).resolved(name()).await.expect("allowed");
        assert!(found.iter().all(|it| it.ip().is_loopback()), "{found:?}");
    }
}
