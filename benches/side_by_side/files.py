"""What each server works on: files of the wanted size, with one mistake at the end."""

from itertools import count


class Work:
    """A folder of files, one of which is edited."""

    def __init__(self, edited, language, files):
        self.edited = edited
        self.language = language
        self.files = files

    def write(self, folder):
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)


def _filled(size, head, block, tail):
    text = head
    for number in count():
        if len(text) + len(tail) >= size:
            return text + tail
        text += block(number)


def _customer(number):
    network = f"172.{16 + number // 4096}.{number // 16 % 256}.{number % 16 * 16}/28"
    return (
        f"ip prefix-list customer-{number} seq 5 permit {network} ge 32\n"
        f"ip prefix-list customer-{number} seq 10 deny any\n!\n"
        f"route-map customer-{number}-in permit 10\n"
        f" match ip address prefix-list customer-{number}\n"
        " set local-preference 200\nexit\n!\n"
    )


FRR_HEAD = """\
frr version 8.4.4
frr defaults traditional
!
router bgp 65100
 bgp router-id 10.0.0.2
 neighbor 10.0.0.1 remote-as 65000
 !
 address-family ipv4 unicast
  redistribute connected route-map jails
  neighbor 10.0.0.1 prefix-list out out
  neighbor 10.0.0.1 route-map in in
 exit-address-family
exit
!
ip prefix-list out seq 5 permit 198.18.0.0/15 le 32
ip prefix-list out seq 10 deny any
!
route-map jails permit 10
 match ip address prefix-list out
exit
!
route-map in permit 10
exit
!
"""
FRR_TAIL = "! cellblock: allow(boot-order) nothing of the kind\nline vty\n"

JAILS_HEAD = """\
exec.start = "/bin/sh /etc/rc";
exec.stop = "/bin/sh /etc/rc.shutdown";
exec.clean;
mount.devfs;
path = "/jails/$name";
"""

RC = """\
hostname="arkham.example.net"
cloned_interfaces="lagg0"
ifconfig_lagg0="laggproto lacp laggport ix0 laggport ix1 up"
vlans_lagg0="50"
ifconfig_lagg0_50="inet 10.0.0.2/24 fib 1"
jail_enable="YES"
frr_enable="YES"
frr_daemons="zebra bgpd"
frr_fib="1"
"""


def _jail(number):
    return (
        f"service{number} {{\n\thost.hostname = \"service{number}.example.net\";\n"
        f"\tip4.addr += \"lagg0.50|198.18.{number // 250}.{number % 250 + 1}\";\n"
        "\texec.fib = 1;\n}\n"
    )


def host(size):
    """A whole host of 200 jails: what is said of frr.conf depends on the other files too."""
    return Work("arkham/usr/local/etc/frr/frr.conf", "plaintext", {
        "arkham/usr/local/etc/frr/frr.conf": _filled(size, FRR_HEAD, _customer, FRR_TAIL),
        "arkham/etc/jail.conf": JAILS_HEAD + "".join(map(_jail, range(200))),
        "arkham/etc/rc.conf": RC,
        "arkham/boot/loader.conf": 'net.fibs="2"\nnet.add_addr_allfibs="0"\n',
        "arkham/etc/sysctl.conf": "net.inet.ip.forwarding=1\n",
    })


def python(size):
    def block(number):
        return (
            f"def service{number}(address, fib):\n"
            f"    \"\"\"Starts service {number}.\"\"\"\n"
            f"    if fib != {number % 3}:\n        return None\n"
            f"    return f\"{{address}} in {{fib}}: {number}\"\n\n\n"
        )

    text = _filled(size, '"""Services."""\n\n', block, "import os\n")
    return Work("services.py", "python", {"services.py": text})


def workflow(size):
    def block(number):
        return (
            f"      - name: Step {number}\n"
            f"        run: |\n          ./check --number {number}\n          ./test {number}\n"
        )

    head = (
        "name: Services\non: push\npermissions: {}\njobs:\n  check:\n"
        "    name: Check\n    runs-on: ubuntu-latest\n    steps:\n"
    )
    # The mistake: what the world outside says becomes part of a script.
    tail = (
        "      - name: Last\n        run: |\n"
        "          echo \"${{ github.event.head_commit.message }}\"\n"
    )
    name = ".github/workflows/services.yml"
    return Work(name, "yaml", {name: _filled(size, head, block, tail)})


def toml(size):
    def block(number):
        return (
            f"[service{number}]\naddress = \"198.18.{number // 250}.{number % 250 + 1}\"\n"
            f"fib = {number % 3}\nnames = [\"service{number}\", \"www{number}\"]\n\n"
        )

    # The mistake: a key twice.
    text = _filled(size, "", block, "[last]\nfib = 1\nfib = 2\n")
    return Work("services.toml", "toml", {"services.toml": text})


OF = {"ruff": python, "zizmor": workflow, "taplo": toml}
