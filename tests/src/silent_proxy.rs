//! A network that can fall silent: between a program and its server, forwarding what both say until it is told
//! to stop. Then nothing comes through any more and nothing is closed, as behind a cable that was pulled out.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// After what it falls silent, beside being told to.
#[derive(Clone, Copy, Debug)]
pub enum Until {
    /// It goes on.
    Told,
    /// The server has said so many bytes.
    Bytes(usize),
    /// Whoever asks has said these: they still come through.
    Said(&'static str),
}

/// A network of one's own, for as long as a value lives.
pub struct SilentProxy {
    address: SocketAddr,
    wire: Arc<Wire>,
}

struct Wire {
    server: SocketAddr,
    is_silent: AtomicBool,
    until: Until,
    /// How many bytes the server has said.
    said: AtomicUsize,
    /// So that nothing is closed when it falls silent.
    open: Mutex<Vec<TcpStream>>,
}

impl SilentProxy {
    /// One before the server of this URL, which goes on until then.
    pub fn before(url: &str, until: Until) -> Self {
        let (host, _) = place(url);
        let server = host.to_socket_addrs().expect("the server has an address");
        let server = server.last().expect("the server has an address");
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let address = listener.local_addr().expect("it has a port");
        let wire = Arc::new(Wire {
            server,
            is_silent: AtomicBool::new(false),
            until,
            said: AtomicUsize::new(0),
            open: Mutex::default(),
        });
        let listening = Arc::clone(&wire);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { break };
                listening.connect(stream);
            }
        });
        Self { address, wire }
    }

    /// The same URL by way of this network, with these parameters besides.
    pub fn url(&self, url: &str, parameters: &str) -> String {
        let (host, before) = place(url);
        let rest = &url[before.len() + host.len()..];
        let separator = if rest.contains('?') { '&' } else { '?' };
        format!("{before}{}{rest}{separator}{parameters}", self.address)
    }

    /// Nothing comes through from now on.
    pub fn fall_silent(&self) {
        self.wire.is_silent.store(true, Ordering::SeqCst);
    }

    /// Whether it has fallen silent.
    pub fn is_silent(&self) -> bool {
        self.wire.is_silent()
    }
}

/// The host and port of a URL, and what stands before them.
fn place(url: &str) -> (String, &str) {
    let after = url.find("://").map_or(0, |at| at + 3);
    let end = url[after..].find(['/', '?']);
    let end = end.map_or(url.len(), |at| after + at);
    let host = url[after..end]
        .rfind('@')
        .map_or(after, |at| after + at + 1);
    (url[host..end].to_owned(), &url[..host])
}

impl Wire {
    fn is_silent(&self) -> bool {
        self.is_silent.load(Ordering::SeqCst)
    }

    fn connect(self: &Arc<Self>, client: TcpStream) {
        let keep = |stream: &TcpStream| {
            let kept = stream.try_clone().expect("a stream can be kept");
            self.open.lock().expect("nobody has failed").push(kept);
        };
        keep(&client);
        if self.is_silent() {
            return;
        }
        let server = TcpStream::connect(self.server).expect("the server is there");
        keep(&server);
        let halves = (
            client.try_clone().expect("a stream has two ends"),
            server.try_clone().expect("a stream has two ends"),
        );
        let wire = Arc::clone(self);
        thread::spawn(move || wire.forward(client, server, Self::asked));
        let wire = Arc::clone(self);
        thread::spawn(move || wire.forward(halves.1, halves.0, Self::answered));
    }

    /// Hands on what one says to the other, as far as `may` says, until it falls silent or one hangs up.
    fn forward(&self, mut from: TcpStream, mut to: TcpStream, may: fn(&Self, &[u8]) -> usize) {
        let mut bytes = [0; 1 << 14];
        loop {
            let read = from.read(&mut bytes).unwrap_or(0);
            if self.is_silent() {
                return;
            }
            let handed_on = may(self, &bytes[..read]);
            if read == 0 || to.write_all(&bytes[..handed_on]).is_err() {
                drop(to.shutdown(std::net::Shutdown::Both));
                return;
            }
        }
    }

    fn asked(&self, bytes: &[u8]) -> usize {
        if let Until::Said(text) = self.until
            && bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes())
        {
            self.is_silent.store(true, Ordering::SeqCst);
        }
        bytes.len()
    }

    fn answered(&self, bytes: &[u8]) -> usize {
        let before = self.said.fetch_add(bytes.len(), Ordering::SeqCst);
        match self.until {
            Until::Bytes(most) if most <= before + bytes.len() => {
                self.is_silent.store(true, Ordering::SeqCst);
                most.saturating_sub(before)
            }
            Until::Bytes(_) | Until::Told | Until::Said(_) => bytes.len(),
        }
    }
}
